import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { importCommand } from '../../../src/cli/import-command.js'
import { PROJECT_ROOT, readConfig } from '../../../src/config.js'
import { withAddress } from '../../../src/parse/roster/address-line.js'
import { openFolders } from '../../../src/steps/updates/folders.js'

/** Lists as town halls send them: the shipped roster, written in another way. Held against the shipped roster, they say the same. */
const RECEIVED = join(PROJECT_ROOT, 'test/fixtures/rosters')
const WISHES = { yes: false, allowShrink: false, allowUncovered: false }

type Json = {
  encoding: string
  sheet: string | null
  added: unknown[]
  changed: { id: string; fields: { old: string; new: string }[] }[]
  removed: unknown[]
  unchanged: number
  unread: string[]
  problems: { line: number; column: number; place?: string; message: string; hint: string; more?: number }[]
  warnings: { message: string }[]
  understood: { column: string; found: string; read: string; lines: number; line: number }[]
  heading: { line: number; columns: { heading: string; column: string }[]; above: unknown[] }
}

let data: string
beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), 'estafette-received-'))
})
afterAll(() => rmSync(data, { recursive: true, force: true }))

const config = (recipients: string) =>
  readConfig(
    { DATA_DIR: data, RECIPIENTS_DIR: recipients, TEMPLATES_DIR: join(PROJECT_ROOT, 'templates') },
    data,
  )

async function received(name: string): Promise<Json & { text: string; status: number }> {
  const clock = () => new Date('2026-12-01T10:00:00+01:00')
  const { json, text, status } = await importCommand(
    { config: config(join(PROJECT_ROOT, 'recipients')), clock },
    join(RECEIVED, name),
    WISHES,
  )
  return { ...(json as Json), text, status: status ?? 0 }
}

describe('a list that says the same in another way', () => {
  it.each([
    'separators/sep-line.csv',
    'separators/sep-comma-with-mark.csv',
    'separators/tabs.csv',
    'separators/pipes.csv',
    'separators/carriage-returns.csv',
    'lines/short.csv',
    'lines/break-in-quotes.csv',
    'lines/title.csv',
    'lines/totals-and-notes.csv',
    'lines/columns-at-the-end.csv',
    'lines/headings-in-two-languages.csv',
    'values/vrai-faux.csv',
    'values/offices-in-french.csv',
    'values/languages-in-capitals.csv',
    'values/days-first.csv',
    'values/communes-by-name.csv',
    'values/in-dutch.csv',
    'values/as-a-town-hall-writes.csv',
    'values/ticks-and-dashes.csv',
    'encodings/windows-1252.csv',
    'encodings/macintosh.csv',
    'encodings/ms-dos.csv',
    'encodings/unicode-text.txt',
  ])('%s is read and changes nothing', async name => {
    const { status, problems, added, changed, removed, unchanged } = await received(name)
    expect({ status, problems, added, changed, removed, unchanged }).toEqual({
      ...{ status: 0, problems: [], added: [], changed: [], removed: [] },
      unchanged: 62,
    })
  })

  it('of Windows-1252 keeps its ’, on every version of Node', async () => {
    const { encoding, changed, problems } = await received('encodings/windows-1252-signs.csv')
    expect([encoding, problems]).toEqual(['windows-1252', []])
    const fields = changed.flatMap(one => one.fields)
    expect(changed).toHaveLength(47)
    expect(fields.every(one => one.new === one.old.replaceAll("'", '’'))).toBe(true)
  })
})

describe('what was read as what', () => {
  it('is shown by value, with the number of lines and the first of them', async () => {
    expect((await received('values/vrai-faux.csv')).understood).toEqual([
      { column: 'acting', found: 'FAUX', read: 'no', lines: 61, line: 2 },
      { column: 'acting', found: 'VRAI', read: 'yes', lines: 1, line: 22 },
    ])
    const { text } = await received('values/in-dutch.csv')
    expect(text).toContain('    role: "Burgemeester" → mayor (19 lines, the first 2)')
    expect(text).toContain('    languages: "NL, FR" → nl+fr (8 lines, the first 7)')
    expect(text).toContain('    until: "30 juni 2019" → 2019-06-30 (line 29)')
  })

  it('is shown of each commune, however it is called', async () => {
    const { understood } = await received('values/as-a-town-hall-writes.csv')
    const communes = Object.fromEntries(
      understood.filter(({ column }) => column === 'commune').map(({ found, read }) => [found, read]),
    )
    expect(communes).toMatchObject({
      "Commune d'Anderlecht": '21001',
      'Brussel-Stad': '21004',
      'Stad Brussel': '21004',
      '1060 Saint-Gilles': '21013',
      '1081': '21011',
    })
  })

  it('names the headings, and the lines above them', async () => {
    const { heading } = await received('lines/headings-in-two-languages.csv')
    expect(heading.columns).toContainEqual({ heading: 'Commune / Gemeente', column: 'commune' })
    expect((await received('lines/totals-and-notes.csv')).heading.above).toEqual([
      { line: 1, text: 'Liste des mandataires' },
      { line: 3, text: 'Mise à jour : 1er décembre 2026' },
    ])
  })

  it('names the lines that are no mandates', async () => {
    expect((await received('lines/totals-and-notes.csv')).warnings.map(({ message }) => message)).toEqual([
      'A line that is no mandate is left out: "Total : 62".',
      'A line that is no mandate is left out: "Source : secrétariats communaux".',
    ])
  })
})

describe('what can’t be seen', () => {
  it.each([
    [
      'zero-width-space',
      'email "bourgmestre[U+200B zero width space]@jette.example" is',
      'bourgmestre@jette.example',
    ],
    [
      'no-break-space',
      'email "burgemeester[U+00A0 no-break space]@jette.example" is',
      'burgemeester@jette.example',
    ],
    [
      'cyrillic-letter',
      'email "burgemeest[U+0435 Cyrillic letter]r@jette.example" is',
      'burgemeester@jette.example',
    ],
    [
      'soft-hyphen',
      'email "burge[U+00AD soft hyphen]meester@jette.example" is',
      'burgemeester@jette.example',
    ],
    ['non-breaking-hyphen', 'id "jette[U+2011 non-breaking hyphen]mayor" is', 'jette-mayor'],
    ['year-of-two-digits', 'since "03-12-18" is', '2018-12-03'],
  ])('%s is shown by its name, beside the right value', async (name, shown, right) => {
    const { problems, removed, unread, unchanged } = await received(`unseen/${name}.csv`)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ line: 32 })
    expect(problems[0]?.message).toContain(shown)
    expect(problems[0]?.hint).toContain(right)
    // A mandate that has a problem is not one that is gone.
    expect(unchanged).toBe(61)
    if (name !== 'non-breaking-hyphen') expect([removed, unread]).toEqual([[], ['jette-mayor']])
  })

  it.each([
    ['encodings/utf-8-twice.csv', 69, 'Ã‰chevine'],
    ['encodings/utf-8-taken-for-macintosh.csv', 69, '√âchevine'],
  ])('%s is one problem, not seventy', async (name, more, found) => {
    const { problems } = await received(name)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ line: 3, more })
    expect(problems[0]?.message).toContain(found)
    expect(problems[0]?.hint).toContain('Write "Échevine de l\'Économie d\'Anderlecht"')
  })

  it.each([
    ['unseen/days-as-numbers.csv', 'since "43437" is a date that shows as a number.'],
    ['unseen/month-first.csv', 'since "12/3/2018" may have its month first, as other dates of this list.'],
  ])('%s is one problem a column, with the day that is meant', async (name, message) => {
    const { problems } = await received(name)
    expect(problems).toHaveLength(2)
    expect(problems[0]).toMatchObject({ message: `${message} The same on 61 more lines.`, more: 61 })
    expect(problems[0]?.hint).toContain('2018-12-03')
  })
})

describe('the roster itself, as a person saves it from a spreadsheet', () => {
  it.each([
    'separators/tabs.csv',
    'separators/carriage-returns.csv',
    'lines/short.csv',
    'lines/totals-and-notes.csv',
    'values/as-a-town-hall-writes.csv',
    'values/ticks-and-dashes.csv',
    'encodings/windows-1252.csv',
    'encodings/unicode-text.txt',
  ])('%s says the same as the one that ships', async name => {
    const folder = mkdtempSync(join(data, 'recipients-'))
    for (const file of ['communes.yaml', 'staff.yaml'])
      copyFileSync(join(PROJECT_ROOT, 'recipients', file), join(folder, file))
    copyFileSync(join(RECEIVED, name), join(folder, 'mandate-holders.csv'))
    const shipped = await openFolders(config(join(PROJECT_ROOT, 'recipients'))).roster('2026-12-01')
    const { roster, problems } = await openFolders(config(folder)).roster('2026-12-01')
    expect(problems).toEqual([])
    expect(roster).toEqual(shipped.roster)
  })

  it('takes a corrected address in its one cell', () => {
    const text = readFileSync(join(RECEIVED, 'values/as-a-town-hall-writes.csv'), 'utf8')
    const changed = withAddress(text, 'jette-mayor', 'new@jette.example')
    expect(changed?.before).toBe('burgemeester@jette.example')
    expect(changed?.text).toBe(text.replace('"burgemeester@jette.example;"', '"new@jette.example"'))
  })
})
