import { sheetsOf } from './sheets.js'

/** How a mail is looked at: by a reader with a light or a dark client, or on paper. */
export type Looked = 'light' | 'dark' | 'paper'

/**
 * The mail in a frame as such a reader's client shows it. A frame can't be given its reader's colour scheme or paper, so the media queries of its
 * style sheets are replaced. Text outside style sheets stays as it is.
 */
export function asClientShows(html: string, looked: Looked): string {
  const sheets = sheetsOf(html)
  const starts = [0, ...sheets.map(({ end }) => end)]
  const pieces = starts.map((from, index) => {
    const sheet = sheets[index]
    const outside = html.slice(from, sheet?.at).replace(SCHEME_META, `$1${schemeOf(looked)}`)
    return sheet ? outside + asked(html.slice(sheet.at, sheet.end), looked) : outside
  })
  return pieces.join('')
}

const SCHEME_META = /(<meta name="(?:supported-)?color-schemes?" content=")[^"]*/g
const schemeOf = (looked: Looked) => (looked === 'dark' ? 'dark' : 'light')

const asked = (sheet: string, looked: Looked) =>
  sheet
    .replace(/@media([^{;]*)/g, (_, query: string) => `@media${answered(query, looked)}`)
    .replace(/color-scheme:\s*light dark/g, `color-scheme: ${schemeOf(looked)}`)

const HOLDS = '(min-width: 0)'
const FAILS = '(max-width: 0)'

/** A media query (CSS Media Queries 4) whose questions about scheme and paper are answered. */
function answered(query: string, looked: Looked): string {
  const scheme = query.replace(/\(\s*prefers-color-scheme\s*:\s*(\w+)\s*\)/g, (_, asked: string) =>
    asked === schemeOf(looked) ? HOLDS : FAILS,
  )
  if (looked !== 'paper') return scheme
  // In "speech" no browser shows anything.
  return scheme.replace(/\bprint\b/g, 'all').replace(/\bscreen\b/g, 'speech')
}
