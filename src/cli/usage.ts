import type { App } from '../app.js'
import { isEditionName } from '../model/calendar/calendar.js'
import type { Language } from '../model/language/language.js'
import { fileFault, systemFault } from '../model/problem/system-fault.js'
import { currentEdition } from '../steps/editions/read-edition.js'

/** Wrong usage of a command: one sentence for the operator, exit status 2. */
export class UsageError extends Error {}

/** An operator's file that can't be written. A full disk keeps the system's own words and its status. */
export function notWritten(file: string, error: unknown): unknown {
  if (systemFault((error as NodeJS.ErrnoException).code ?? '')?.passes)
    return Object.assign(error as Error, { path: file })
  return new UsageError(`${file} can't be written: ${fileFault(error)}.`)
}

/** The language of the agency that an option names; its first one without. Throws UsageError. */
export function languageMeant({ config }: App, lang: string | undefined): Language {
  const { languages } = config.agency
  const found = lang === undefined ? languages[0] : languages.find(one => one === lang)
  if (found) return found
  throw new UsageError(`--lang is ${languages.join(' or ')}.`)
}

/** The edition asked for, or the current one. */
export async function editionArgument(app: App, name: string | undefined): Promise<string> {
  if (name === undefined) return currentEdition(app)
  if (isEditionName(name)) return name
  const now = await currentEdition(app)
  throw new UsageError(`"${name}" is not an edition. Write it as ${now}, ${now}-flash-1 or ${now}-erratum-1.`)
}
