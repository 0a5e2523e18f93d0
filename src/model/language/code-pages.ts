import { decodeWindows1252 } from './charset-name.js'

/** Bytes 0x80–0xFF in the code pages of spreadsheets here: Windows, an older Mac, and « CSV (MS-DOS) ». */
const HIGH_BYTES = Uint8Array.from({ length: 128 }, (_, index) => 0x80 + index)

const IBM_850 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0'

export const CODE_PAGES = {
  'windows-1252': decodeWindows1252(HIGH_BYTES),
  macintosh: new TextDecoder('macintosh').decode(HIGH_BYTES),
  ibm850: IBM_850,
} as const
export type CodePage = keyof typeof CODE_PAGES

/** What French and Dutch write beyond ASCII: letters, quotes, dashes, a few signs. */
const WRITTEN_HERE = /[ÀÂÄÆÇÈÉÊËÎÏÔÖÙÛÜàâäæçèéêëîïôöùûüÿŒœŸáíóúÁÍÓÚ’‘“”„«»–—…€°§•\u00a0\u202f]/u
export const isWrittenHere = (character: string) => WRITTEN_HERE.test(character)

/** Decodes bytes in one of the code pages; linear, never fails. */
export function decodeCodePage(bytes: Uint8Array, page: CodePage): string {
  if (page === 'windows-1252') return decodeWindows1252(bytes)
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const table = CODE_PAGES[page]
  return latin1.replace(/[\u0080-\u00ff]/g, high => table[high.charCodeAt(0) - 0x80] ?? high)
}

/** The code page in which high bytes look most like French or Dutch; Windows in a tie. Linear. */
export function likelyCodePage(bytes: Uint8Array): CodePage {
  const pages = Object.keys(CODE_PAGES) as CodePage[]
  const scores = pages.map(page => scoreIn(bytes, CODE_PAGES[page]))
  return pages[scores.indexOf(Math.max(...scores))] ?? 'windows-1252'
}

/** Counts letters and signs that are used here. A capital within a word, or `ê` at a word's beginning, counts against the page. */
function scoreIn(bytes: Uint8Array, table: string): number {
  let score = 0
  for (let at = 0; at < bytes.length; at++) {
    const character = table[(bytes[at] ?? 0) - 0x80]
    if (character === undefined || !isWrittenHere(character)) continue
    const before = bytes[at - 1] ?? 0
    const isInWord = before >= 0x61 && before <= 0x7a
    if (/\p{Lu}/u.test(character)) score += isInWord ? -1 : 1
    else score += isInWord || !/\p{Ll}/u.test(character) || 'éàôœ'.includes(character) ? 1 : 0.5
  }
  return score
}
