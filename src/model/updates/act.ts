import { z } from 'zod'
import { forEach, inLanguage, type Language, type Localized } from '../language/language.js'
import { asks } from '../problem/asks.js'
import { inEach, Line } from '../problem/line.js'
import { type LinkFault, linkFault } from './link.js'

type ActFault =
  | Exclude<LinkFault, { problem: 'link-wrong' }>
  | { problem: 'act-link-wrong'; values: { suggestion: string | null } }

const isPage = (link: string) => /^https:/i.test(link)

/** As of any link; and an act stands on a page, so neither mailto nor tel will do. */
function actFault(text: string): ActFault | null {
  const fault = linkFault(text)
  if (!fault) return isPage(text) ? null : { problem: 'act-link-wrong', values: { suggestion: null } }
  const { suggestion } = fault.values
  const meant = suggestion && isPage(suggestion) ? suggestion : null
  if (fault.problem === 'link-wrong' || (suggestion && !meant))
    return { problem: 'act-link-wrong', values: { suggestion: meant } }
  return fault
}

const ActLink = asks(z.string(), text => actFault(text) as ActFault)

/** The legal act behind an update: where it is published in each language, and what it is called. Without one there is no key. */
export const actIn = (languages: readonly Language[]) =>
  z.preprocess(
    // decision 57
    given => given ?? undefined,
    actSchema(languages).optional(),
  )

function actSchema(languages: readonly Language[]) {
  const title = inEach(languages, Line)
  return z.strictObject({ ...forEach(languages, () => ActLink), title }) as z.ZodType<Act>
}

export type Act = { title: Localized; [language: Language]: string | Localized }

/** Where it is published in a language. */
export function actHref({ title: _, ...hrefs }: Act, language: Language): string {
  return inLanguage(hrefs as Localized, language)
}
