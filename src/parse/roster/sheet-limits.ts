/** Limits of an unpacked list: bytes of its parts, and elements in one part. */
export const SHEET_LIMITS = { bytes: 24 * 1024 * 1024, elements: 600_000 }
