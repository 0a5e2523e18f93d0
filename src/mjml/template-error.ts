/** A template folder that can't be used; the message begins with file and line: `templates/edition.mjml:12 …`. For operators. */
export class TemplateError extends Error {
  override name = 'TemplateError'
  constructor(file: string, line: number, message: string) {
    super(`${file}:${line} ${message}`)
  }
}
