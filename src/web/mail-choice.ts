import { z } from 'zod'
import { MANDATE_ROLES } from '../model/agency/role-names.js'
import type { Addressee } from '../model/editions/audience.js'
import { languagesOf, type Reader } from '../model/editions/edition.js'
import { type TestWishes, testReaders } from '../model/editions/test-readers.js'
import {
  firstLanguage,
  inEachLanguage,
  inLanguage,
  type Language,
  readingsIn,
} from '../model/language/language.js'
import { ownName } from '../present/mail/own-name.js'
import { label, say } from '../present/mail/wording.js'
import type { Mails } from '../steps/editions/read-mails.js'
import { type PageContext, speaker } from './page-frame.js'

/** How a mail is looked at: in a light window as wide as a desktop's or a phone's, in a dark one, its text part, or on paper. */
export const VIEWS = ['desktop', 'phone', 'dark', 'text', 'print'] as const

/** The mail of nobody in particular, without a name or a SPOC. */
export const ANYBODY = '*'

/** As whom a mail is read; a missing or impossible wish is as most addressees have it. */
const MailWishes = z.object({
  commune: z.string().min(1).max(20).optional().catch(undefined),
  role: z.enum(MANDATE_ROLES).optional().catch(undefined),
  languages: z.string().min(1).max(40).optional().catch(undefined),
  /** A recipient's id, or {@link ANYBODY}. */
  reader: z.string().min(1).max(200).optional().catch(undefined),
  view: z.enum(VIEWS).catch('desktop'),
})
export type MailWishes = z.infer<typeof MailWishes>

/** The wishes of an address or a form that fit this edition. A recipient who is not of the wished commune and role is dropped. */
export function wishesIn(given: unknown, { content, addressees }: Mails): MailWishes {
  const { languages, reader, ...wishes } = MailWishes.parse(given ?? {})
  const reading = readingsIn(languagesOf(content)).find(one => one === languages)
  const own = { ...wishes, ...(reading ? { languages: reading } : {}) }
  if (reader === ANYBODY) return { ...own, reader }
  const { commune, role } = own
  const named = reader
    ? addressees.find(one => one.id === reader && testReaders([one], { commune, role }).length > 0)
    : undefined
  return named ? { ...own, commune: named.commune, reader: named.id } : own
}

/** The wishes as those of a test mail. */
export const testWishes = ({ commune, role, languages, reader }: MailWishes): TestWishes => ({
  ...{ commune, role, languages },
  recipient: reader === ANYBODY ? undefined : reader,
})

/** Who is wished for; null when nobody in the audience is like that. */
export function readerFor(
  { content, addressees }: Mails,
  wishes: MailWishes,
  strings: PageContext['strings'],
): Reader | null {
  if (wishes.reader === ANYBODY)
    return anyMayor(firstLanguage(wishes.languages ?? languagesOf(content)[0] ?? ''), strings)
  return testReaders(addressees, testWishes(wishes))[0] ?? null
}

/** A mayor of no commune: shows neither a name nor a SPOC. */
export const anyMayor = (language: Language, strings: PageContext['strings']): Reader => ({
  languages: language,
  role: 'mayor',
  competences: [],
  commune: '',
  salutation: inEachLanguage(strings, own => say(own, 'pages.mailSalutation')),
})

const NAMES = ['commune', 'role', 'languages', 'reader', 'view'] as const
type Option = [code: string, name: string]

/** The lists of the form, with what is chosen. */
export function mailSelects(mails: Mails, wishes: MailWishes, context: PageContext, language: Language) {
  const own = inLanguage(context.strings, language)
  const { text } = speaker(context.strings, language, 'pages.mail-as')
  const readings = readingsIn(languagesOf(mails.content))
  const options: Record<(typeof NAMES)[number], Option[]> = {
    commune: communesIn(mails, language),
    role: MANDATE_ROLES.map((role): Option => [role, label(own, 'roles', role)]),
    languages: readings.map((one): Option => [one, readingInWords(one, context, language)]),
    reader: [[ANYBODY, text('anybody')], ...readersIn(mails, wishes, context, language)],
    view: VIEWS.map((one): Option => [one, text(`views.${one}`)]),
  }
  return NAMES.map(name => select(name, wishes[name] ?? '', options[name], text))
}

/** Communes that have somebody in the audience, by name. */
function communesIn({ content, addressees }: Mails, language: Language): Option[] {
  const reached = new Set(addressees.map(({ commune }) => commune))
  return content.communes
    .filter(({ nis }) => reached.has(nis))
    .map(({ nis, name }): Option => [nis, inLanguage(name, language)])
    .sort(([, one], [, other]) => one.localeCompare(other, language))
}

/** The recipients of the chosen commune, by name: those of all would be too long a list. */
function readersIn(
  { addressees }: Mails,
  { commune, role }: MailWishes,
  { strings }: PageContext,
  language: Language,
): Option[] {
  const own = inLanguage(strings, language)
  const named = ({ id, name, role }: Addressee): Option => [
    id,
    `${name ? ownName(name, language) : id} · ${label(own, 'notices.roles', role)}`,
  ]
  return addressees
    .filter(one => commune !== undefined && one.commune === commune && (!role || one.role === role))
    .map(named)
    .sort(([, one], [, other]) => one.localeCompare(other, language))
}

/** "Français, puis Nederlands": each language by its own name. */
const readingInWords = (reading: string, { strings }: PageContext, language: Language) =>
  reading
    .split('+')
    .map(one => say(inLanguage(strings, one), 'language.name'))
    .join(speaker(strings, language, 'pages.mail-as').text('then'))

function select(
  name: (typeof NAMES)[number],
  chosen: string,
  options: Option[],
  text: (key: string) => string,
) {
  const any = name === 'view' ? [] : [{ code: '', name: text('any'), isChosen: chosen === '' }]
  return {
    name,
    label: text(name),
    options: [...any, ...options.map(([code, own]) => ({ code, name: own, isChosen: code === chosen }))],
  }
}
