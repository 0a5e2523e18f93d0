/** An unusable templates folder; the message for operators begins with file and line: `templates/edition.mjml:12 …`. */
export class TemplateError extends Error {
  override name = 'TemplateError'
  constructor(file: string, line: number, message: string) {
    super(`${file}:${line} ${message}`)
  }
}
