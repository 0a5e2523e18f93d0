import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { readRoster } from '../../src/files/roster.js'
import { formatProblem } from '../../src/model/problem/texts.js'

const CONTEXT = { competences: [], today: '2020-04-30' }
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
