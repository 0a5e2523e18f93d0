import { type NoticeTemplates, renderNotice } from '../mjml/notice.js'
import { renderEdition } from '../mjml/render.js'
import type { Addressee } from '../model/edition/audience.js'
import type { EditionContent, Reader, RenderedMail } from '../model/edition/edition.js'
import type { Reading } from '../model/language.js'
import { signOffSummary } from '../model/sign-off/summary.js'
import { NOTICE_KINDS, type Notice, type NoticeKind } from '../model/view/notice.js'
import type { NoticeExtras } from '../model/view/notice-view.js'
import type { Folder } from './folder.js'
import { EDITION_SAMPLES, sampleContent, sampleReader } from './samples/editions.js'
import { NOTICE_SAMPLES, sampleStaff } from './samples/notices.js'

/** A mail that the gallery shows: `id` is its address there. */
export type Listed = { id: string; name: string; about: string; group: 'edition' | 'notice' }
/** Whose copy of it. Notices go by the first language alone. */
export type Copy = { reading: Reading; role: Reader['role'] }

const LINK = 'https://estafette.example/sign/0123456789abcdef'

/** Every mail there is, the edition in all its forms first. A kind of notice is here as soon as the model has it. */
export const MAILS: readonly Listed[] = [
  ...Object.entries(EDITION_SAMPLES).map(([id, { name, about }]) => ({
    id,
    name,
    about,
    group: 'edition' as const,
  })),
  ...NOTICE_KINDS.map(kind => ({
    id: kind,
    name: inWords(kind),
    about: `mail to staff: ${kind}`,
    group: 'notice' as const,
  })),
]

/** A listed mail, made with the templates as they are now. Throws where there is none of this id, or no sample. */
export function makeMail(id: string, folder: Folder, { reading, role }: Copy): RenderedMail {
  const sample = Object.hasOwn(EDITION_SAMPLES, id) ? EDITION_SAMPLES[id] : undefined
  if (sample) return renderEdition(contentOf(id, folder), sampleReader(role, reading))
  const kind = NOTICE_KINDS.find(one => one === id)
  if (!kind) throw new Error(`There is no mail "${id}".`)
  if (!Object.hasOwn(NOTICE_SAMPLES, kind))
    throw new Error(`The kind "${kind}" has no sample: add one to src/gallery/samples/notices.ts.`)
  return makeNotice(kind, folder, { reading, role })
}

const contents = new WeakMap<Folder, Map<string, EditionContent>>()

/** The sample as frozen, once per state of the folder: the frozen templates are compiled per content. */
function contentOf(id: string, folder: Folder): EditionContent {
  const known = contents.get(folder) ?? new Map<string, EditionContent>()
  contents.set(folder, known)
  const sample = EDITION_SAMPLES[id]
  if (!sample) throw new Error(`There is no edition "${id}".`)
  const content = known.get(id) ?? sampleContent(sample, folder.templates)
  known.set(id, content)
  return content
}

function makeNotice(kind: NoticeKind, folder: Folder, { reading }: Copy): RenderedMail {
  const { notices } = folder
  const languages = reading.startsWith('fr') ? (['fr', 'nl'] as const) : (['nl', 'fr'] as const)
  const notice = {
    key: `${kind} sample`,
    kind,
    to: sampleStaff([...languages]),
    values: NOTICE_SAMPLES[kind],
  } as Notice
  if (kind !== 'sign-off-request') return renderNotice(notice, notices, extrasOf(kind))
  return requestWithEdition(notice, notices, folder, reading)
}

const extrasOf = (kind: NoticeKind): NoticeExtras | null =>
  kind === 'sign-off-reminder' ? { link: LINK, summary: null } : null

/** The request has the whole edition below, as it will be sent. */
function requestWithEdition(notice: Notice, notices: NoticeTemplates, folder: Folder, reading: Reading) {
  const content = contentOf('week', folder)
  const summary = signOffSummary(
    content,
    {
      addressees: [addressee('ixelles-finance', 'Échevinat des Finances')],
      exclusions: [{ recipient: 'bruxelles-horeca', commune: '21004', role: 'alderman', reason: 'vacant' }],
    },
    { edition: '2020-W18', addressees: [addressee('ixelles-horeca', 'Échevinat de l’Horeca')] },
  )
  const enclosed = renderEdition(content, sampleReader('mayor', reading))
  return renderNotice(notice, notices, { link: LINK, summary }, enclosed)
}

const addressee = (id: string, name: string): Addressee => ({
  ...sampleReader('alderman', 'fr+nl'),
  id,
  acting: false,
  name,
  email: `${id}@ixelles.example`,
})

function inWords(kind: string): string {
  const words = kind.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
