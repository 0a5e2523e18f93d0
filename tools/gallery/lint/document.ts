import { type HtmlElement, HtmlValidate, Parser } from 'html-validate'

/** Rules of html-validate that suit pages but not mails, with the reason. */
export const ALL_RULES_OFF: readonly { rules: string[]; why: string }[] = [
  {
    rules: ['no-inline-style'],
    why: 'clients cut out or ignore style sheets; what a mail must have stands on the element',
  },
  {
    rules: ['no-deprecated-attr'],
    why: 'align, valign, width, cellpadding: Outlook for Windows lays out with Word, which knows these and not CSS',
  },
  {
    rules: ['no-conditional-comment'],
    why: '`<!--[if mso]>` is how Outlook for Windows gets a layout of its own',
  },
  {
    rules: ['doctype-style', 'prefer-native-element'],
    why: 'MJML writes `<!doctype html>`, and `role="article"` around the mail, which screen readers then announce as a whole',
  },
  {
    rules: ['prefer-tbody'],
    why: 'a table without `<tbody>` is valid (HTML, 4.9.1), and each would cost 15 bytes of the 102 kB',
  },
  {
    rules: ['tel-non-breaking'],
    why: 'an editor writes a number with plain spaces',
  },
]

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended'],
  rules: Object.fromEntries(ALL_RULES_OFF.flatMap(({ rules }) => rules.map(rule => [rule, 'off' as const]))),
})

/** html-validate's findings for a mail: line, rule, message. */
export async function validate(html: string): Promise<{ line: number; rule: string; message: string }[]> {
  const { results } = await validator.validateString(html)
  return results.flatMap(({ messages }) =>
    messages.map(({ line, ruleId, message }) => ({ line, rule: ruleId, message })),
  )
}

/** The elements of a mail as a tree; conditional comments are no elements. */
export async function documentOf(html: string): Promise<HtmlElement> {
  const config = await validator.getConfigFor('mail.html')
  return new Parser(config).parseHtml(html)
}

/** An element and its ancestors, from the inside out. */
export function chainOf(element: HtmlElement): HtmlElement[] {
  const chain: HtmlElement[] = []
  for (let at: HtmlElement | null = element; at; at = at.parent as HtmlElement | null) chain.push(at)
  return chain
}

/** The value of an attribute; null where it is missing. */
export const attribute = (element: HtmlElement, name: string): string | null =>
  element.getAttributeValue(name)
