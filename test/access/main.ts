import { writeFileSync } from 'node:fs'
import { accessRows, DOCUMENT, documentHead, tableOf } from './matrix.js'

/** Asks every page as everybody and rewrites the table of docs/operating/access.md. */
writeFileSync(DOCUMENT, `${documentHead()}${tableOf(await accessRows())}`)
process.exit(0)
