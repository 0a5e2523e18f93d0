import { z } from 'zod'
import { forEach, type Language, type Localized } from '../model/language/language.js'
import type { Unplannable, Wishes } from '../steps/editions/plan.js'

const Codes = z
  .union([z.string().max(200), z.array(z.string().max(200)).max(1000)])
  .optional()
  .catch(undefined)
  .transform(given => (given === undefined ? [] : [given].flat()))

/** What was typed to prepare an edition out of turn. */
export type OutOfTurnForm = {
  updates: string[]
  to: 'all' | 'concerned' | 'some'
  communes: string[]
  reason: Localized
  /** The name that was foreseen; empty before. */
  edition: string
  confirms: boolean
}

const REASON_LENGTH = 2000

/** What a form holds; what is missing is empty. */
export function outOfTurnForm(body: unknown, languages: readonly Language[]): OutOfTurnForm {
  const fields = z.record(z.string(), z.unknown()).catch({}).parse(body)
  return {
    updates: Codes.parse(fields.updates),
    to: z.enum(['all', 'concerned', 'some']).catch('all').parse(fields.to),
    communes: Codes.parse(fields.communes),
    reason: forEach(languages, language => z.string().trim().catch('').parse(fields[`reason.${language}`])),
    edition: z.string().max(60).catch('').parse(fields.edition),
    confirms: fields.action === 'confirm',
  }
}

/** The form as wishes. `corrects`: the edition that an erratum corrects; null for a flash. */
export function wishesFrom(
  { updates, to, communes, reason }: OutOfTurnForm,
  corrects: string | null,
): Wishes {
  if (corrects !== null) return { updates, erratum: { corrects, reason } }
  return { updates, communes: to === 'some' ? [...new Set(communes)].sort() : to }
}

/** A mistake beside its field: the page has an element with this id. `key`: of the locale. */
export type FormMistake = { field: string; key: string }

/** What is missing before anything can be planned. */
export function missingIn(form: OutOfTurnForm, corrects: string | null): FormMistake[] {
  const mistakes: FormMistake[] = []
  if (form.updates.length === 0) mistakes.push({ field: 'updates', key: 'no-update' })
  if (corrects === null && form.to === 'some' && form.communes.length === 0)
    mistakes.push({ field: 'to', key: 'no-commune' })
  if (corrects === null) return mistakes
  for (const [language, text] of Object.entries(form.reason)) {
    if (text === '') mistakes.push({ field: `reason.${language}`, key: 'no-reason' })
    if (text.length > REASON_LENGTH) mistakes.push({ field: `reason.${language}`, key: 'long-reason' })
  }
  return mistakes
}

/** Where a plan that can't be made is told: beside the updates, or the communes. */
export const unplannedAt = ({ code }: Unplannable): FormMistake => ({
  field: code === 'commune-unknown' || code === 'nobody' ? 'to' : 'updates',
  key: code,
})
