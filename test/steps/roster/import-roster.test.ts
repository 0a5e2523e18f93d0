import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import writeExcelFile from 'write-excel-file/node'
import { importCommand } from '../../../src/cli/import-command.js'
import { PROJECT_ROOT, readConfig } from '../../../src/config.js'
import { ANDERLECHT, COMMUNES, HEAD, JETTE, STAFF } from '../../support/roster-files.js'

const SECOND =
  'anderlecht-economy;21001;alderman;no;economy;Échevine;"Madame l\'Échevine,";Mevrouw de schepen,;fr;e@anderlecht.example;;'
const NOW = new Date('2026-11-27T08:01:05+01:00')

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'estafette-import-'))
  mkdirSync(join(dir, 'recipients'))
  writeFile('recipients/communes.yaml', COMMUNES)
  writeFile('recipients/staff.yaml', STAFF)
  writeFile('recipients/mandate-holders.csv', [HEAD, ANDERLECHT, JETTE, ''].join('\n'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

function writeFile(name: string, content: string | Uint8Array): string {
  const path = join(dir, name)
  writeFileSync(path, content)
  return path
}
const list = (...lines: string[]) => writeFile('new.csv', [HEAD, ...lines, ''].join('\n'))
const config = () =>
  readConfig(
    {
      DATA_DIR: join(dir, 'data'),
      RECIPIENTS_DIR: join(dir, 'recipients'),
      TEMPLATES_DIR: join(PROJECT_ROOT, 'templates'),
    },
    dir,
  )
const NO = { yes: false, allowShrink: false, allowUncovered: false }
/** Milliseconds: a copy of what was is kept by the second. */
let later = 0
const run = (file: string, wishes: Partial<typeof NO> = {}) =>
  importCommand({ config: config(), clock: () => new Date(NOW.getTime() + later) }, file, {
    ...NO,
    ...wishes,
  })
const roster = () => readFileSync(join(dir, 'recipients/mandate-holders.csv'), 'utf8')

describe('import', () => {
  it('shows what would be added, changed field by field, and removed, and changes nothing', async () => {
    const before = roster()
    const changed = JETTE.replace('b@jette.example', 'new@jette.example').replace(';fr;', ';nl;')
    const { json, text, status } = await run(list(ANDERLECHT, changed, SECOND))
    expect(status).toBe(0)
    expect(json).toMatchObject({
      added: [{ id: 'anderlecht-economy', commune: '21001', acting: 'no' }],
      changed: [
        {
          id: 'jette-mayor',
          fields: [
            { field: 'languages', old: 'fr', new: 'nl' },
            { field: 'email', old: 'b@jette.example', new: 'new@jette.example' },
          ],
        },
      ],
      removed: [],
      unchanged: 1,
      problems: [],
      applied: false,
    })
    expect(text).toContain('email: b@jette.example → new@jette.example')
    expect(roster()).toBe(before)
  })

  it('with --yes writes the list, new mandates beside those of their commune, and keeps what was there', async () => {
    const before = roster()
    const { json, status } = await run(list(SECOND, JETTE, ANDERLECHT), { yes: true })
    expect(status).toBe(0)
    expect(json).toMatchObject({ applied: true })
    const ids = roster()
      .split('\n')
      .map(line => line.split(';')[0])
    expect(ids).toEqual(['id', 'anderlecht-mayor', 'anderlecht-economy', 'jette-mayor', ''])
    const backups = readdirSync(join(dir, 'data/backups'))
    expect(backups).toEqual(['mandate-holders-20261127T070105Z.csv'])
    expect(readFileSync(join(dir, 'data/backups', backups[0] ?? ''), 'utf8')).toBe(before)
    expect(readdirSync(join(dir, 'recipients')).sort()).toEqual([
      'communes.yaml',
      'mandate-holders.csv',
      'staff.yaml',
    ])
    expect((await run(list(SECOND, JETTE, ANDERLECHT), { yes: true })).text).toContain(
      'says all of that already',
    )
  })

  it('reads French and Dutch names of columns, commas, a BOM, and Windows-1252', async () => {
    const head =
      'Identifiant,Gemeente,Fonction,Waarnemend,Compétences,Naam,Appel FR,Aanspreking NL,Langues,E-mail,Depuis,Tot'
    const line = SECOND.replace(/;/g, ',').replace(',Mevrouw de schepen,,', ',"Mevrouw de schepen,",')
    const latin = Buffer.from(`${head}\r\n${line}\r\n`, 'latin1')
    const { json } = await run(writeFile('latin.csv', latin))
    expect(json).toMatchObject({
      encoding: 'windows-1252',
      problems: [],
      added: [{ name: 'Échevine', email: 'e@anderlecht.example' }],
    })
    const bom = writeFile('bom.csv', `\uFEFF${head}\r\n${line}\r\n`)
    expect((await run(bom)).json).toMatchObject({
      encoding: 'utf-8',
      problems: [],
      added: [{ name: 'Échevine' }],
    })
  })

  it('does not guess where two columns mean the same', async () => {
    const twice = HEAD.replace('name', 'naam').replace('until', 'nom;until')
    const { json, status } = await run(writeFile('twice.csv', `${twice}\n`))
    expect(status).toBe(1)
    expect((json as { problems: { message: string }[] }).problems.map(({ message }) => message)).toEqual(
      expect.arrayContaining(['The column name is missing.']),
    )
  })

  it.each([
    ['"a@evil x"@anderlecht.example'],
    ['a@anderlecht.example,b@evil.example'],
    ['a@anderlecht.example(comment)'],
    ['<a@anderlecht.example'],
    ['Maire <a@anderlecht.example> <b@anderlecht.example>'],
    ['a@anderlecht.example\u202e'],
    ['=1+1@anderlecht.example'],
  ])('refuses the address %j, names its line, and writes nothing', async address => {
    const before = roster()
    const cell = `"${address.replaceAll('"', '""')}"`
    const file = list(ANDERLECHT, JETTE, SECOND.replace('e@anderlecht.example', cell))
    const { json, status } = await run(file, { yes: true })
    expect(status).toBe(1)
    const { problems } = json as { problems: { line: number; hint: string }[] }
    expect(problems.length).toBeGreaterThan(0)
    expect(problems.every(({ line, hint }) => line === 4 && hint !== '')).toBe(true)
    expect(roster()).toBe(before)
  })

  it('refuses a text that a spreadsheet would compute', async () => {
    const { json } = await run(list(ANDERLECHT, JETTE, SECOND.replace(';Échevine;', ';＝HYPERLINK(1);')))
    expect((json as { problems: { message: string }[] }).problems[0]?.message).toBe(
      'name "＝HYPERLINK(1)" begins like a formula.',
    )
  })

  it('wants to be told that a shrunken list, and a commune left alone, are meant', async () => {
    const only = list(ANDERLECHT)
    const refused = await run(only, { yes: true })
    expect(refused).toMatchObject({
      status: 1,
      json: { needs: ['--allow-shrink', '--allow-uncovered'], communesLost: ['21010'] },
    })
    expect((await run(only, { yes: true, allowShrink: true })).status).toBe(1)
    expect((await run(only)).status).toBe(0)
    const meant = await run(only, { yes: true, allowShrink: true, allowUncovered: true })
    expect(meant).toMatchObject({ status: 0, json: { applied: true } })
  })

  it('says when an id is given to somebody else', async () => {
    const other = JETTE.replace(';Bourgmestre;', ';Une autre personne;').replace('b@jette', 'z@jette')
    expect((await run(list(ANDERLECHT, other))).json).toMatchObject({ otherPerson: ['jette-mayor'] })
  })

  it('reads a workbook: dates, numbers, and problems by cell', async () => {
    const file = join(dir, 'list.xlsx')
    const cells = SECOND.replace(/"/g, '').split(';')
    const row = [...cells.slice(0, 10), null, null] as (string | null)[]
    const text = (value: string | null) => (value ? { value, type: String } : null)
    const good = [...row.map(text)] as unknown[]
    good[1] = { value: 21001, type: Number }
    good[10] = { value: new Date('2018-12-03T00:00:00Z'), type: Date, format: 'dd/mm/yyyy' }
    const bad = [...row.map(text)]
    bad[0] = text('second')
    bad[9] = text('no address')
    await writeExcelFile([HEAD.split(';').map(text), good, row.map(() => null), bad] as never).toFile(file)
    const { json, status } = await run(file)
    expect(status).toBe(1)
    expect(json).toMatchObject({
      encoding: 'xlsx',
      added: [{ id: 'anderlecht-economy', commune: '21001', since: '2018-12-03' }],
      problems: [{ line: 4, column: 10, place: 'cell J4' }],
    })
  })

  it('says what to do with what is no list', async () => {
    await expect(run(join(dir, 'nothing.csv'))).rejects.toThrow('there is no such file')
    await expect(run(writeFile('x.xlsx', 'PK\u0003\u0004nonsense'))).rejects.toThrow('Save it again as .xlsx')
    const old = Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0])
    await expect(run(writeFile('old.xls', old))).rejects.toThrow(
      'Save it as .xlsx without one, or as CSV UTF-8',
    )
  })
})

describe('the telephone numbers of a list', () => {
  const withPhones = (name: string, own: string, secretariat: string) =>
    writeFile(
      name,
      [`${HEAD};phone;phone_secretariat`, `${ANDERLECHT};${own};${secretariat}`, `${JETTE};;`, ''].join('\n'),
    )

  it('are shown among what changes, and written as texts that no spreadsheet computes', async () => {
    const { json, status } = await run(withPhones('new.csv', '+32 2 000 21 10', '+33 1 99 00 00 01'), {
      yes: true,
    })
    expect([status, json]).toMatchObject([
      0,
      {
        changed: [
          {
            id: 'anderlecht-mayor',
            fields: [
              { field: 'phone', old: '', new: '02 000 21 10' },
              { field: 'phone_secretariat', old: '', new: '00 33 1 99 00 00 01' },
            ],
          },
        ],
        problems: [],
        applied: true,
      },
    ])
    const [head, anderlecht, jette] = roster().split('\n')
    expect(head).toBe(`${HEAD};phone;phone_secretariat`)
    expect(anderlecht).toMatch(/;02 000 21 10;00 33 1 99 00 00 01$/)
    expect(jette).toMatch(/;;;;$/)
    expect((await run(withPhones('same.csv', '02/000.21.10', '0033 199 00 00 01'))).json).toMatchObject({
      unchanged: 2,
    })
  })

  it('stay where a list says nothing of them, but for the own number of somebody else', async () => {
    await run(withPhones('new.csv', '02 000 21 10', '02 000 21 11'), { yes: true })
    expect((await run(list(ANDERLECHT, JETTE))).json).toMatchObject({ changed: [], unchanged: 2 })
    later = 2000
    const other = ANDERLECHT.replace(';Bourgmestre;', ';Nouvelle bourgmestre;').replace(
      'a@anderlecht',
      'n@anderlecht',
    )
    await run(list(other, JETTE), { yes: true })
    expect(roster().split('\n')[1]).toMatch(/n@anderlecht\.example;2018-12-03;;;02 000 21 11$/)
    later = 4000
    // A list that has the columns, and leaves them empty, means it.
    await run(withPhones('none.csv', '', ''), { yes: true, allowShrink: true })
    expect(roster().split('\n')[1]).toMatch(/;2018-12-03;;;$/)
    later = 0
  })

  it('are refused with what was meant, also in a workbook, where a 0 got lost', async () => {
    const formula = await run(withPhones('new.csv', '=1+2', '2\u00a02'))
    expect(formula.json).toMatchObject({ problems: [{ line: 2 }, { line: 2 }, { line: 2 }] })
    const file = join(dir, 'new.xlsx')
    const cells = (line: string) =>
      line
        .replaceAll('"', '')
        .split(';')
        .map(value => ({ value, type: String }))
    const rows = [
      [...HEAD.split(';'), 'Téléphone', 'Secrétariat'].map(value => ({ value, type: String })),
      [...cells(ANDERLECHT), { value: 20002110, type: Number }, { value: '+32 2 000 21 11', type: String }],
      [...cells(JETTE), null, null],
    ]
    await writeExcelFile(rows as never).toFile(file)
    expect((await run(file)).json).toMatchObject({
      encoding: 'xlsx',
      problems: [
        {
          place: 'cell M2',
          message: 'phone "20002110" is not a telephone number.',
          hint: 'Write it as 02 000 21 10, if that is meant.',
        },
      ],
    })
  })
})
