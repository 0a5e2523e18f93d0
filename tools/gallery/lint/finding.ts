/** Something wrong with a mail or with the templates folder; for those who change it, in English. */
export type Finding = {
  /** `link-text`, `client/outlook.windows` … */
  rule: string
  /** Where: a line of the HTML, a key of a locale, a file of the folder. */
  place: string | null
  message: string
}
