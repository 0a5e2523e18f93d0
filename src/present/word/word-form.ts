import { escapeXml, run, type Tongue } from './word-xml.js'

/** The kind of a form field: any text, a list's line, either, or a day. Lines: the shown text and its code. */
export type FieldKind =
  | { kind: 'text' }
  | { kind: 'day' }
  | { kind: 'choice'; lines: Lines }
  | { kind: 'several'; lines: Lines }

type Lines = readonly (readonly [shown: string, code: string])[]

/**
 * A form field within a line (ECMA-376 §17.5.2, CT_SdtPr in its order), with a prompt that Word removes itself. `number` is unique in the document.
 */
export function formField(
  field: FieldKind,
  {
    name,
    code,
    prompt,
    number,
    tongue = null,
  }: {
    name: string
    code: string
    prompt: string
    number: number
    tongue?: Tongue
  },
): string {
  const properties = [
    `<w:alias w:val="${escapeXml(name)}"/><w:tag w:val="${code}"/><w:id w:val="${number}"/>`,
    '<w:showingPlcHdr/>',
    typeOf(field),
  ].join('')
  const shown = run(prompt, '<w:rStyle w:val="PlaceholderText"/>', tongue)
  return `<w:sdt><w:sdtPr>${properties}</w:sdtPr><w:sdtContent>${shown}</w:sdtContent></w:sdt>`
}

function typeOf(field: FieldKind): string {
  // LibreOffice keeps the prompt of a `w:text` field beside the typed text.
  if (field.kind === 'text') return ''
  if (field.kind === 'day')
    return '<w:date><w:dateFormat w:val="yyyy-MM-dd"/><w:lid w:val="fr-BE"/><w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
  const lines = field.lines.map(
    ([shown, code]) => `<w:listItem w:displayText="${escapeXml(shown)}" w:value="${escapeXml(code)}"/>`,
  )
  const element = field.kind === 'choice' ? 'w:dropDownList' : 'w:comboBox'
  return `<${element}>${lines.join('')}</${element}>`
}
