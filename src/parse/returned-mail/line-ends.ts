/** Line ends as LF: CR before LF falls away, however often it stands there; each other CR ends a line itself. */
export function lineFeeds(text: string): string {
  return text.replace(/\r+\n?/g, ends => (ends.endsWith('\n') ? '\n' : '\n'.repeat(ends.length)))
}
