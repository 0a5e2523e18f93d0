import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { accessRows, DOCUMENT, type Row, tableOf } from './matrix.js'

let rows: Row[]
beforeAll(async () => {
  rows = await accessRows()
  process.stdout.write(`\n${tableOf(rows)}`)
}, 120_000)

const named = (found: Row[]) => found.map(({ method, url }) => `${method} ${url}`)

describe('every route, asked for by everybody', () => {
  it('answers as docs/operating/access.md says; `node --import tsx test/access/main.ts` writes it', () => {
    const written = readFileSync(DOCUMENT, 'utf8')
    expect(written.slice(written.indexOf('| route |'))).toBe(tableOf(rows))
  })

  it('refuses whoever isn’t logged in, but for what is anybody’s', () => {
    expect(
      named(rows.filter(({ access, answers }) => access !== 'anybody' && answers.nobody === 'yes')),
    ).toEqual([])
  })

  it('changes nothing for nobody on this machine either', () => {
    const changed = rows.filter(
      ({ method, access, answers }) =>
        method === 'POST' && access !== 'anybody' && answers['this machine'] === 'yes',
    )
    expect(named(changed)).toEqual([])
  })

  it('shows and does nothing in another commune’s follow-ups', () => {
    const own = rows.filter(({ url }) => url.startsWith('/follow-ups/:'))
    expect(own.length).toBeGreaterThan(10)
    expect(named(own.filter(({ answers }) => answers['other spoc'] !== 'no'))).toEqual([])
    expect(named(own.filter(({ answers }) => answers.spoc !== 'yes'))).toEqual([])
  })
})
