/**
 * A text as a URL, or null. `URL.canParse` of Node 20 refuses a host beyond ASCII once it has been called some thousand
 * times: its compiled form reads Latin-1 as UTF-8.
 */
export function parsedUrl(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}
