import { elementAt, elementsOf, type XmlElement } from '../word/word-parts.js'

/** The properties of a cell's style that affect its text. `zeros`: digits to which a number is padded. */
export type CellStyle = { isDate: boolean; isStruck: boolean; zeros: number }

const PLAIN: CellStyle = { isDate: false, isStruck: false, zeros: 0 }

/** Cell styles by number (ECMA-376 §18.8.10). */
export function cellStyles(styles: XmlElement | undefined): (index: number) => CellStyle {
  const formats = new Map(
    elementsOf(elementAt(styles, 'numFmts')).map(({ attributes }) => [
      attributes.numFmtId,
      attributes.formatCode ?? '',
    ]),
  )
  const fonts = elementsOf(elementAt(styles, 'fonts')).map(font => isStruckBy(font))
  const cells = elementsOf(elementAt(styles, 'cellXfs')).map(({ attributes }) => {
    const id = Number(attributes.numFmtId ?? '0')
    const code = formats.get(attributes.numFmtId) ?? ''
    const isDate = code === '' ? isBuiltInDate(id) : isDateCode(code)
    return {
      isDate,
      isStruck: fonts[Number(attributes.fontId ?? '0')] ?? false,
      zeros: isDate ? 0 : zerosIn(code),
    }
  })
  return index => cells[index] ?? PLAIN
}

/** A line through the text, single or double. */
export function isStruckBy(properties: XmlElement | undefined): boolean {
  return elementsOf(properties).some(
    ({ name, attributes }) =>
      (name === 'strike' || name === 'dstrike') && !/^(?:0|false|off)$/.test(attributes.val ?? ''),
  )
}

/** Formats without a code in the file; 27–36 and 50–58 are dates of East Asian versions (ECMA-376 §18.8.30). */
const isBuiltInDate = (id: number) =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)

/** `dd/mm/yyyy`, `[$-80C]d mmmm yyyy`, and French and Dutch forms: `jj/mm/aaaa`, `dd-mm-jjjj`. */
function isDateCode(code: string): boolean {
  const bare = code
    .slice(0, 200)
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[[^[\]]*\]/g, '')
    .replace(/general|standard|standaard/gi, '')
  return /[dyj]|aa/i.test(bare)
}

/** `0000000000` pads a number with zeros; a format with a fraction doesn't. */
function zerosIn(code: string): number {
  const bare = (code.split(';')[0] ?? '').replace(/"[^"]*"|\\./g, '')
  return /[.,E%?/]/.test(bare) ? 0 : (bare.match(/0/g)?.length ?? 0)
}
