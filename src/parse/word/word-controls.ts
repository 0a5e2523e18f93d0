import { elementAt, elementsOf, isOn, type XmlElement } from './word-parts.js'

/** A form field's value besides its text (ECMA-376 §17.5.2): a list's value, a date picker's ISO day. Null where there is only text. */
export function heldBy(control: XmlElement, shown: string): string | null {
  const properties = elementAt(control, 'w:sdtPr')
  const day = /^\d{4}-\d{2}-\d{2}/.exec(elementAt(properties, 'w:date')?.attributes['w:fullDate'] ?? '')
  if (day) return day[0]
  const list = elementAt(properties, 'w:dropDownList') ?? elementAt(properties, 'w:comboBox')
  const line = elementsOf(list, 'w:listItem').find(
    ({ attributes }) => (attributes['w:displayText'] ?? attributes['w:value'] ?? '').trim() === shown.trim(),
  )
  return line?.attributes['w:value'] ?? null
}

/** The text of an old form's field (§17.16.7): a list's line, or whether its box is ticked. Null for any other. */
export function oldFormField(begin: XmlElement): string | null {
  const data = elementAt(begin, 'w:ffData')
  const list = elementAt(data, 'w:ddList')
  if (list) {
    const chosen = elementAt(list, 'w:result') ?? elementAt(list, 'w:default')
    const lines = elementsOf(list, 'w:listEntry')
    return lines[Number(chosen?.attributes['w:val'] ?? '0')]?.attributes['w:val'] ?? ''
  }
  const box = elementAt(data, 'w:checkBox')
  if (!box) return null
  return isOn(elementAt(box, 'w:checked') ?? elementAt(box, 'w:default')) ? '☒' : '☐'
}
