import { renderNotice } from '../../src/mjml/notice.js'
import { renderEdition, renderWebVersion } from '../../src/mjml/render.js'
import type { Addressee } from '../../src/model/editions/audience.js'
import type { EditionContent, Reader, RenderedMail } from '../../src/model/editions/edition.js'
import { firstLanguage, inLanguage, type Language, type Reading } from '../../src/model/language/language.js'
import type { Notice } from '../../src/present/staff-mail/notice.js'
import type { NoticeExtras } from '../../src/present/staff-mail/notice-extras.js'
import { NOTICE_KINDS, type NoticeKind } from '../../src/present/staff-mail/notice-kinds.js'
import { signOffSummary } from '../../src/present/staff-mail/sign-off-summary.js'
import type { Folder } from './folder.js'
import { EDITION_SAMPLES, sampleContent, sampleReader } from './samples/editions.js'
import { NOTICE_SAMPLES, sampleStaff } from './samples/notices.js'

/** A mail of the gallery; `id` is its address there. */
export type Listed = { id: string; name: string; about: string; group: 'edition' | 'notice' }
/** The reader of a mail. Staff mails depend on the first language only. */
export type Copy = { reading: Reading; role: Reader['role'] }

const LINK = 'https://estafette.example/sign/0123456789abcdef'
const WEB = 'https://estafette.example/read/2020-W19/0123456789abcdef/'
const SIGNED_AT = '2020-05-06T16:45:00+02:00'
/** Kinds that get a personal link at sending. */
const LINKED: readonly NoticeKind[] = ['sign-off-reminder', 'let-through-request', 'log-in-link']

/** All mails, the edition in all its forms first. A new kind of staff mail appears as soon as the model has it. */
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

/** A listed mail, made with the present templates. Throws for an unknown id or a missing sample. */
export function makeMail(id: string, folder: Folder, { reading, role }: Copy): RenderedMail {
  const sample = Object.hasOwn(EDITION_SAMPLES, id) ? EDITION_SAMPLES[id] : undefined
  if (sample?.web) return webVersion(id, folder, reading)
  if (sample) return renderEdition(contentOf(id, folder), sampleReader(role, reading))
  const { notice, extras, enclosed } = noticeOf(id, folder, { reading, role })
  return renderNotice(notice, folder.notices, extras, enclosed)
}

/** The web version of a listed edition, as a mail without text part. */
export function webVersion(id: string, folder: Folder, reading: Reading): RenderedMail {
  const content = contentOf(id, folder)
  const language = firstLanguage(reading)
  const proof = { hash: '0123456789abcdef'.repeat(4), signedAt: SIGNED_AT, base: WEB, hasPdf: true }
  return {
    subject: inLanguage(content.house.title, language),
    html: renderWebVersion(content, language, proof),
    text: '',
  }
}

const contents = new WeakMap<Folder, Map<string, EditionContent>>()

/** The frozen sample, once per state of the folder: frozen templates are compiled per content. */
export function contentOf(id: string, folder: Folder): EditionContent {
  const known = contents.get(folder) ?? new Map<string, EditionContent>()
  contents.set(folder, known)
  const sample = EDITION_SAMPLES[id]
  if (!sample) throw new Error(`There is no edition "${id}".`)
  const content = known.get(id) ?? sampleContent(sample, folder.templates)
  known.set(id, content)
  return content
}

/** A staff mail of a kind, with the additions of sending. Throws for an unknown kind or a missing sample. */
export function noticeOf(id: string, folder: Folder, { reading }: Copy): NoticeParts {
  const kind = NOTICE_KINDS.find(one => one === id)
  if (!kind) throw new Error(`There is no mail "${id}".`)
  if (!Object.hasOwn(NOTICE_SAMPLES, kind))
    throw new Error(`The kind "${kind}" has no sample: add one to tools/gallery/samples/notices.ts.`)
  const languages: Language[] = reading.startsWith('fr') ? ['fr', 'nl'] : ['nl', 'fr']
  const values = NOTICE_SAMPLES[kind]
  const notice = { key: `${kind} sample`, kind, to: sampleStaff(languages), values } as Notice
  if (kind === 'sign-off-request') return { notice, ...withEdition(folder, reading) }
  const extras = LINKED.includes(kind) ? { link: LINK, summary: null } : null
  return { notice, extras, enclosed: null }
}

type NoticeParts = { notice: Notice; extras: NoticeExtras | null; enclosed: RenderedMail | null }

/** The request includes the whole edition below, as it will be sent. */
function withEdition(folder: Folder, reading: Reading): Pick<NoticeParts, 'extras' | 'enclosed'> {
  const content = contentOf('week', folder)
  const addressees = [
    addressee('ixelles-finance', '21009', 'Échevinat des Finances'),
    addressee('bruxelles-bourgmestre', '21004', 'Cabinet de la bourgmestre'),
  ]
  const vacant = {
    recipient: 'bruxelles-horeca',
    commune: '21004',
    role: 'alderman',
    reason: 'vacant',
  } as const
  const before = [...addressees.slice(1), addressee('ixelles-horeca', '21009', 'Échevinat de l’Horeca')]
  const summary = signOffSummary(
    content,
    { addressees, exclusions: [vacant] },
    { edition: '2020-W18', addressees: before },
  )
  return {
    extras: { link: LINK, summary },
    enclosed: renderEdition(content, sampleReader('mayor', reading)),
  }
}

const addressee = (id: string, commune: string, name: string): Addressee => ({
  ...sampleReader('alderman', 'fr+nl'),
  id,
  commune,
  acting: false,
  name,
  email: `${id}@commune.example`,
})

function inWords(kind: string): string {
  const words = kind.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
