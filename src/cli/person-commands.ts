import { writeFile } from 'node:fs/promises'
import type { App } from '../app.js'
import { loadLocales } from '../mjml/load.js'
import { inLanguage, type Language } from '../model/language/language.js'
import { officesBeside } from '../model/roster/offices.js'
import { contactCard } from '../present/mail/contact-card.js'
import { rosterToday, todayOf } from '../steps/context.js'
import { type Answer, done, refused } from './answer.js'
import { languageMeant, UsageError } from './usage.js'

export type CardOptions = { to?: string; lang?: string }

/** Writes a mandate holder's contact card for an address book (vCard). Throws UsageError. */
export async function personCardCommand(app: App, id: string, { to, lang }: CardOptions): Promise<Answer> {
  const language = languageMeant(app, lang)
  const card = await cardOf(app, id, language)
  if (card === null) return refused({ id, card: null }, `Nobody in mandate-holders.csv has the id ${id}.`)
  if (!to) return done({ id, file: null, card }, card)
  await writeFile(to, card).catch(error => {
    throw new UsageError(`${to} can't be written: ${(error as NodeJS.ErrnoException).code}.`)
  })
  return done({ id, file: to, card }, to)
}

async function cardOf(app: App, id: string, language: Language): Promise<string | null> {
  const { roster } = await rosterToday(app)
  const { communes, mandateHolders } = roster
  const holder = mandateHolders.find(one => one.id === id)
  if (!holder) return null
  const strings = inLanguage(await loadLocales(app.config.templatesDir, app.config.agency), language)
  const commune = communes.find(({ nis }) => nis === holder.commune) ?? null
  const offices = officesBeside(holder.id, roster, todayOf(app))
  return contactCard(holder, commune, strings, language, offices)
}
