declare module 'mjml' {
  type Options = {
    filePath: string
    actualPath: string
    ignoreIncludes: boolean
    keepComments: boolean
    validationLevel: 'strict'
    fonts: Record<string, string>
    preprocessors: ((xml: string) => string)[]
  }
  type ValidationError = { line: number; message: string; tagName: string; formattedMessage: string }
  /** Throws an Error with `errors: ValidationError[]` when the validation is strict and finds something. */
  export default function mjml2html(source: string, options: Options): Promise<{ html: string }>
  export type { ValidationError }
}
