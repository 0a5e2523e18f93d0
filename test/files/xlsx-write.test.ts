import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { strFromU8, unzipSync } from 'fflate'
import readExcelFile from 'read-excel-file/node'
import { writeWorkbook } from '../../src/files/xlsx-write.js'
import type { Sheet } from '../../src/present/sheets/sheet.js'

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'estafette-xlsx-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const SHEET: Sheet = {
  name: 'Suivis: [à faire]/2026',
  columns: [
    { title: 'Échéance', width: 12, kind: 'date' },
    { title: 'Ouvert le', width: 20, kind: 'instant' },
    { title: 'Essais', width: 8, kind: 'number' },
    { title: 'Leurs mots', width: 60, kind: 'text' },
  ],
  rows: [
    ['2026-11-27', '2026-11-26T09:00:05+01:00', 3, '=HYPERLINK("http://evil.example","x")'],
    [null, null, 0, `a\u0000b\ud800${'x'.repeat(40_000)}`],
  ],
}

describe('a workbook', () => {
  it('keeps dates as dates in local time, numbers as numbers, and formulas as the text that they are', async () => {
    const file = join(dir, 'a.xlsx')
    await writeWorkbook(file, [SHEET])
    const [sheet] = (await readExcelFile(readFileSync(file))) as { sheet: string; data: unknown[][] }[]
    expect(sheet?.sheet).toBe('Suivis   à faire  2026')
    expect(sheet?.data[1]).toEqual([
      new Date('2026-11-27T00:00:00Z'),
      new Date('2026-11-26T09:00:05Z'),
      3,
      '=HYPERLINK("http://evil.example","x")',
    ])
    const long = String(sheet?.data[2]?.[3])
    expect([long.slice(0, 6), long.length]).toEqual(['a␀b xx', 32_767])
  })

  it('holds no formula, has its columns’ widths, and keeps its header in sight', async () => {
    const file = join(dir, 'b.xlsx')
    await writeWorkbook(file, [SHEET])
    const xml = strFromU8(unzipSync(readFileSync(file))['xl/worksheets/sheet1.xml'] as Uint8Array)
    expect(xml).not.toContain('<f>')
    expect(xml).toContain('state="frozen"')
    expect(xml.match(/<col /g)).toHaveLength(4)
  })

  it('of 10,000 rows is written within seconds', async () => {
    const rows = Array.from({ length: 10_000 }, () => SHEET.rows[0] as Sheet['rows'][number])
    const start = performance.now()
    await writeWorkbook(join(dir, 'c.xlsx'), [{ ...SHEET, rows }])
    expect(performance.now() - start).toBeLessThan(20_000)
  })
})
