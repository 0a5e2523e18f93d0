/*
 * A backup file: one line of plain text, a gzip stream of frames, and one line with the SHA-256 of all bytes before it. A frame is a letter, the
 * length of what follows (4 bytes, big endian), and that: H the header, S the begin of a section, D its bytes, E its end, Z the end of all.
 */

export const FIRST_LINE = Buffer.from(
  'Estafette backup, format 1. Holds SECRET and people’s addresses: keep it as you keep keys.\n',
)
export const LAST_LINE_BYTES = 'sha256 '.length + 64 + 1
export const lastLine = (sha256: string) => Buffer.from(`sha256 ${sha256}\n`)

export type FrameKind = 'H' | 'S' | 'D' | 'E' | 'Z'
export const FRAME_HEAD_BYTES = 5
/** No frame is longer: what a damaged length says is not allocated. */
export const FRAME_BYTES = 1 << 20
