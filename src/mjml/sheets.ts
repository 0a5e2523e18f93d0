/** A style sheet in a page's head or body: its text, and its start and end with tags. */
export type Sheet = { css: string; at: number; end: number }

/** All style sheets of a page, in order. An unclosed one extends to the end, as in a browser. */
export function sheetsOf(html: string): Sheet[] {
  const sheets: Sheet[] = []
  for (let at = html.indexOf('<style'); at >= 0; ) {
    const from = html.indexOf('>', at) + 1 || html.length
    const close = html.indexOf('</style>', from)
    const end = close < 0 ? html.length : close + '</style>'.length
    sheets.push({ css: html.slice(from, close < 0 ? html.length : close), at, end })
    at = html.indexOf('<style', end)
  }
  return sheets
}

/** The page as a mail client shows it that removes style sheets. */
export function withoutSheets(html: string): string {
  const sheets = sheetsOf(html)
  const starts = [0, ...sheets.map(({ end }) => end)]
  return starts.map((from, index) => html.slice(from, sheets[index]?.at)).join('')
}
