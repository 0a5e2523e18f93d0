/**
 * A text as a URL, or null. `URL.canParse` of Node 20 refuses hosts beyond ASCII after some thousand calls: its compiled form reads Latin-1 as UTF-8.
 */
export function parsedUrl(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}
