/*
 * A backup file: a line of plain text, a gzip stream of frames, and a line with the SHA-256 of all before. A frame is a letter, a length (4 bytes,
 * big endian), and its content: H header, S start of a section, D bytes, E end, Z end of all.
 */

export const FIRST_LINE = Buffer.from(
  'Estafette backup, format 1. Holds SECRET and people’s addresses: keep it as you keep keys.\n',
)
export const LAST_LINE_BYTES = 'sha256 '.length + 64 + 1
export const lastLine = (sha256: string) => Buffer.from(`sha256 ${sha256}\n`)

export type FrameKind = 'H' | 'S' | 'D' | 'E' | 'Z'
export const FRAME_HEAD_BYTES = 5
/** The longest frame: a damaged length can't cause a huge allocation. */
export const FRAME_BYTES = 1 << 20
