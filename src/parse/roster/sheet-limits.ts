/** What a list of mandates may unpack to, whatever program wrote it: bytes of its parts, and elements of one of them. */
export const SHEET_LIMITS = { bytes: 24 * 1024 * 1024, elements: 600_000 }
