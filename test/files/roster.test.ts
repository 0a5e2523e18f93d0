import { mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { openRoster, readRoster } from '../../src/files/roster.js'
import { writeMandates } from '../../src/files/write-mandates.js'
import { BRUSSELS } from '../../src/model/agency/agency.js'
import { formatProblem } from '../../src/present/problem/texts.js'

const CONTEXT = { agency: BRUSSELS, competences: [], today: '2020-04-30' }
let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'recipients-'))
})
afterEach(() => rm(dir, { recursive: true }))

describe('the roster on disk', () => {
  it('names each missing file and gives the rest', async () => {
    await writeFile(
      join(dir, 'staff.yaml'),
      'staff:\n  - {id: a, name: A, email: a@b.example, phone: +32 2 000 00 01, roles: [spoc], languages: [fr]}\n',
    )
    const { problems, counts } = await readRoster(dir, CONTEXT)
    const name = basename(dir)
    expect(problems.map(one => formatProblem(one, 'en'))).toEqual([
      `${name}/communes.yaml:1:1 The file is missing. Put it there; the README beside it shows its form.`,
      `${name}/mandate-holders.csv:1:1 The file is missing. Put it there; the README beside it shows its form.`,
    ])
    expect(counts).toMatchObject({ staff: 1, communes: 0 })
  })

  it('follows links, as containers mount their configuration', async () => {
    await writeFile(join(dir, 'real'), 'staff: []\n')
    await symlink('real', join(dir, 'staff.yaml'))
    const { problems } = await readRoster(dir, CONTEXT)
    expect(problems.map(one => one.file)).not.toContain(`${basename(dir)}/staff.yaml`)
  })

  it('of the sample has no problem', async () => {
    const { problems, warnings, counts } = await readRoster('recipients', CONTEXT)
    expect(problems.map(one => formatProblem(one, 'en'))).toEqual([])
    expect(warnings.map(one => formatProblem(one, 'en'))).toEqual([])
    expect(counts).toMatchObject({ communes: 19, unusable: 0 })
  })
})

describe('a roster that is read again and again', () => {
  const staff = (name: string) =>
    writeFile(
      join(dir, 'staff.yaml'),
      `staff:\n  - {id: a, name: ${name}, email: a@b.example, phone: +32 2 000 00 01, roles: [spoc], languages: [fr]}\n`,
    )
  const sound = async () => {
    await writeFile(join(dir, 'communes.yaml'), 'communes: []\n')
    await writeFile(list(), '')
    await staff('Alix')
  }
  const list = () => join(dir, 'mandate-holders.csv')

  it('is parsed once for the same files, and anew for another day', async () => {
    await sound()
    const read = openRoster(dir)
    const first = await read(CONTEXT)
    expect((await read({ ...CONTEXT })).roster).toBe(first.roster)
    expect((await read({ ...CONTEXT, today: '2020-05-01' })).roster).not.toBe(first.roster)
  })

  it('is never an old one, even where a save keeps size and dates', async () => {
    await sound()
    const read = openRoster(dir)
    const then = new Date('2020-04-30T09:00:00Z')
    await utimes(join(dir, 'staff.yaml'), then, then)
    expect((await read(CONTEXT)).roster.staff[0]?.name).toBe('Alix')
    await staff('Zoé.')
    await utimes(join(dir, 'staff.yaml'), then, then)
    expect((await read(CONTEXT)).roster.staff[0]?.name).toBe('Zoé.')
    await rm(join(dir, 'staff.yaml'))
    expect((await read(CONTEXT)).roster.staff).toEqual([])
    await staff('Zoé.')
    expect((await read(CONTEXT)).roster.staff).toHaveLength(1)
  })

  it('does not remember a list that is only held against it', async () => {
    await sound()
    const read = openRoster(dir)
    const { roster } = await read(CONTEXT)
    const bytes = new TextEncoder().encode('nonsense')
    expect((await read(CONTEXT, { file: 'list.csv', bytes })).problems.length).toBeGreaterThan(0)
    expect((await read(CONTEXT)).roster).toBe(roster)
  })
})

describe('the list of mandates', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)
  const write = (text: string, before: string | null) =>
    writeMandates(dir, {
      text,
      backup: join(dir, 'backups', text),
      before: before === null ? null : bytes(before),
    })
  const list = () => join(dir, 'mandate-holders.csv')

  it('is written by one of several at once, whose change the others do not undo', async () => {
    await writeFile(list(), 'old')
    const names = ['a', 'b', 'c', 'd', 'e']
    const written = await Promise.all(names.map(name => write(name, 'old')))
    expect(written.filter(Boolean)).toHaveLength(1)
    expect(await readFile(list(), 'utf8')).toBe(names[written.findIndex(Boolean)])
    expect((await readdir(dir)).sort()).toEqual(['backups', 'mandate-holders.csv'])
    expect(await write('f', 'old')).toBeNull()
  })

  it('is written again after a writer that was killed, not while one is writing', async () => {
    await writeFile(list(), 'old')
    const left = join(dir, '.mandate-holders.csv.new')
    await writeFile(left, 'half')
    expect(await write('a', 'old')).toBeNull()
    const past = new Date(Date.now() - 120_000)
    await utimes(left, past, past)
    expect(await write('a', 'old')).toBe(list())
    expect(await readFile(list(), 'utf8')).toBe('a')
  })
})
