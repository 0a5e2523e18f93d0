import { ourWords } from '../parse/returned-mail/our-edition.js'
import { readHouse } from './house-file.js'
import { loadLocales } from './load.js'

/** The words that the editions of a templates folder are made of, for `classifyReport`. Throws a TemplateError. */
export async function loadOurWords(dir: string): Promise<string[]> {
  const [house, { fr, nl }] = await Promise.all([readHouse(dir), loadLocales(dir)])
  const { colours: _, ...said } = house
  return ourWords(
    said,
    [fr, nl].map(({ edition, language, web, calendar }) => ({ edition, language, web, calendar })),
  )
}
