import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROJECT_ROOT } from '../../src/config.js'
import { FOLDER, indexRows } from './records.js'

/** Rewrites the rows of docs/decisions/README.md from the records and the sources that name them. */
const file = join(PROJECT_ROOT, FOLDER, 'README.md')
const text = readFileSync(file, 'utf8')
const head = text.slice(0, text.indexOf('\n', text.indexOf('| ---:')) + 1)
writeFileSync(file, `${head}${indexRows().join('\n')}\n`)
