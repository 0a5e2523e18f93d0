/** A fault of a mail or the templates folder, for its maintainers, in English. */
export type Finding = {
  /** `link-text`, `client/outlook.windows` … */
  rule: string
  /** A line of the HTML, a key of a locale, or a file of the folder. */
  place: string | null
  message: string
}
