/** The language of a template's text, for Word's spelling checker; null where it is bilingual. */
export type Tongue = 'fr-BE' | 'nl-BE' | null

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** French has a no-break space before double punctuation and inside guillemets. */
export const spaced = (text: string) => text.replace(/ ([:;!?»])/g, '\u00a0$1').replace(/« /g, '«\u00a0')

/** A run; `properties` precede the language, in the order of ECMA-376 (CT_RPr). */
export function run(text: string, properties = '', tongue: Tongue = null): string {
  const language = tongue ? `<w:lang w:val="${tongue}"/>` : ''
  const shown = tongue === 'fr-BE' ? spaced(text) : text
  return `<w:r><w:rPr>${properties}${language}</w:rPr><w:t xml:space="preserve">${escapeXml(shown)}</w:t></w:r>`
}
