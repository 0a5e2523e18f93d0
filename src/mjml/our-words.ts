import type { Agency } from '../model/agency/agency.js'
import { ourWords } from '../parse/returned-mail/our-edition.js'
import { readBranding } from './branding-file.js'
import { loadLocales } from './load.js'

/** The words that the editions of a templates folder consist of, for `classifyReport`. Throws a TemplateError. */
export async function loadOurWords(dir: string, agency: Agency): Promise<string[]> {
  const [house, strings] = await Promise.all([readBranding(dir, agency.languages), loadLocales(dir, agency)])
  const { colours: _, ...said } = house
  return ourWords(
    said,
    Object.values(strings).map(({ edition, language, web, calendar }) => ({
      edition,
      language,
      web,
      calendar,
    })),
  )
}
