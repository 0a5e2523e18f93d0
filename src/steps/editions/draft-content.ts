import { join } from 'node:path'
import { setImmediate as giveWay } from 'node:timers/promises'
import type { Config } from '../../config.js'
import { tokenSecret } from '../../config.js'
import type { Templates } from '../../mjml/load.js'
import { checkNames } from '../../mjml/missing-names.js'
import { TemplateError } from '../../mjml/template-error.js'
import { kindOf, weekOf, withOffset } from '../../model/calendar/calendar.js'
import type { Audience } from '../../model/editions/audience.js'
import type { EditionContent, EditionItem, Reader } from '../../model/editions/edition.js'
import { webPath } from '../../model/editions/web-address.js'
import type { Commune } from '../../model/roster/commune.js'
import type { Roster } from '../../model/roster/roster.js'
import type { Spoc, StaffMember } from '../../model/staff/staff.js'
import { contentHash } from '../../model/updates/hash.js'
import { letThroughOf } from '../../postgres/updates/keep-let-through.js'
import { wayOfReading } from '../../present/mail/way.js'
import { Unsendable } from '../../smtp/encoded-body.js'
import type { Context } from '../context.js'
import { assertSendable } from './edition-bodies.js'
import type { Plan } from './plan.js'

/** What an edition of this day (ISO date) freezes. Throws TemplateError. */
export async function contentOf(
  context: Context,
  { edition, date }: { edition: string; date: string },
  { items, extra }: Plan,
  { communes, staff }: Roster,
  { house, strings, templates }: Templates,
): Promise<EditionContent> {
  const { config } = context
  const sender = config.mailFrom.address
  const letThrough = await letThroughIn(context, items)
  return {
    edition,
    kind: kindOf(edition),
    week: weekOf(edition),
    date,
    items,
    house,
    strings,
    templates,
    communes,
    spocs: Object.fromEntries(communes.map(commune => [commune.nis, spocOf(commune, staff)])),
    timeZone: config.timeZone,
    ...(sender ? { sender } : {}),
    ...(config.hasWebVersions
      ? { web: { address: `${config.baseUrl}${webPath(edition, tokenSecret(config))}` } }
      : {}),
    ...(String(config.agency.languages) === String([...config.agency.languages].sort())
      ? {}
      : { languages: config.agency.languages }),
    ...extra,
    ...(letThrough.length > 0 ? { letThrough } : {}),
  }
}

/** Who let updates through without a language: frozen with them, so that approvers see it. */
async function letThroughIn(
  { engine, config }: Context,
  items: EditionItem[],
): Promise<NonNullable<EditionContent['letThrough']>> {
  const incomplete = items.filter(({ update }) => update.follows !== undefined)
  const hashes = incomplete.map(({ update }) => contentHash(update))
  return (await letThroughOf(engine.db, hashes))
    .map(({ update, missing, by, reason, at }) => ({
      update,
      missing,
      by,
      at: withOffset(at, config.timeZone),
      reason,
    }))
    .sort((a, b) => (a.update < b.update ? -1 : 1))
}

/** The roster was checked: every commune's SPOC is on the staff. */
function spocOf(commune: Commune, staff: StaffMember[]): Spoc {
  const member = staff.find(({ id }) => id === commune.spoc)
  if (!member)
    throw new Error(`commune ${commune.nis} names the SPOC "${commune.spoc}", who is not on the staff`)
  const { id, name, email, phone } = member
  return { id, name, email, phone }
}

/** Throws TemplateError: an edition whose mails can't be made must not be signed. */
export async function renderForEveryReader({ config }: Context, content: EditionContent, audience: Audience) {
  for (const reader of kindsOfReader(content, audience)) {
    await checkNames(config.templatesDir, content, reader)
    renderOnce(config, content, reader)
    // A large audience has hundreds of readings: connections and other work get turns in between.
    await giveWay()
  }
}

const TEMPLATES = { html: 'edition.mjml', text: 'edition.txt.hbs', subject: 'subject.hbs' } as const

function renderOnce(config: Config, content: EditionContent, reader: Reader) {
  try {
    assertSendable(content, reader, tokenSecret(config))
  } catch (error) {
    if (!(error instanceof Unsendable)) throw error
    throw new TemplateError(join(config.templatesDir, TEMPLATES[error.part]), 1, error.message)
  }
}

/** One reader for each reading of the edition. */
function kindsOfReader(content: EditionContent, audience: Audience): Reader[] {
  const kinds = new Map(
    audience.addressees.map(({ languages, role, competences, commune, salutation, acting, also }) => {
      const offices = also ? { acting, also } : {}
      const reader: Reader = { languages, role, competences, commune, salutation, ...offices }
      return [JSON.stringify([languages, role, competences, commune, offices]), reader]
    }),
  )
  const ways = new Map([...kinds.values()].map(reader => [wayOfReading(content, reader), reader]))
  return [...ways.values()]
}
