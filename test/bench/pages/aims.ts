/** Of a page: median and 95 % as multiples of /health's median, bytes, and statements. */
export const AIMS = { median: 30, most: 80, bytes: 150_000, statements: 12 }
