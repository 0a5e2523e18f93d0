import { elementAt, elementsOf, isOn, type XmlElement } from './word-parts.js'

/**
 * What a form field holds besides its text (ECMA-376 §17.5.2): the value of the line that a list shows, the day
 * of a date picker as ISO. Null where there is only the text.
 */
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

/** What a field of an old form shows (§17.16.7): the line of its list, or whether its box is ticked. Null for any other. */
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
