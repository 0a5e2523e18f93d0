import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ConfigError, readConfig } from '../src/config.js'
import { parseEnvFile } from '../src/config-env.js'

describe('a file .env', () => {
  it.each([
    'A=1\nB=2\n',
    'A=1\r\nB=two words\r\n',
    'export A=1',
    '  A = 1  # a comment\n# B=2\n\nC=3#4',
    'A="one # no comment"\nB=\'two\' # a comment\nC=`three`',
    'A="first\nsecond"\nB=after it',
    'A="with \\n in it"\nB=\'with \\n in it\'',
    'A=\nB=1',
    'A="left open\nB=1',
    'A=1\nA=2',
    'smtp-url=x\nSMTP_URL=smtp://u:p%40@h:587?a=b=c',
  ])('is read as Node reads it: %j', text => {
    expect(parseEnvFile(text).values).toEqual({ ...parseEnv(text) })
  })

  it('keeps the line below a value of blanks, which Node 24 and later take for the value', () => {
    expect(parseEnvFile('A=\nB=   \nC=1').values).toEqual({ A: '', B: '', C: '1' })
  })

  it('keeps its first name after a BOM, and every name beside a line that holds none', () => {
    const { values, broken } = parseEnvFile('\uFEFFA=1\nwithout a sign\nB=2\rC=3\n=4\nD: 5\nE=6')
    expect(values).toEqual({ A: '1', B: '2', C: '3', E: '6' })
    expect(broken).toEqual([2, 5, 6])
  })

  it('counts its lines through values of several', () => {
    const { names } = parseEnvFile('# one\nA="2\n3\n4"\n\nexport B=6\nC=7')
    expect(names).toEqual([
      { name: 'A', line: 2 },
      { name: 'B', line: 6 },
      { name: 'C', line: 7 },
    ])
  })

  it('of 2 MB is read whole', () => {
    expect(parseEnvFile(`${'A="'.repeat(100_000)}\n${'x\n'.repeat(700_000)}`).broken.length).toBeGreaterThan(
      0,
    )
    expect(parseEnvFile(`A='\n`.repeat(400_000)).names.length).toBeGreaterThan(0)
  })
})

describe('a file .env that can’t be read', () => {
  let dir: string
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'estafette-env-'))
  })
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  const problemsIn = (folder: string) => {
    try {
      readConfig({}, folder)
    } catch (error) {
      return (error as ConfigError).problems
    }
  }

  it('is refused: without it, mail would go where nobody wanted it', () => {
    const [folder, utf16] = [join(dir, 'folder'), join(dir, 'utf16')]
    mkdirSync(join(folder, '.env'), { recursive: true })
    expect(problemsIn(folder)).toEqual([".env: it can't be read: it is a folder."])
    mkdirSync(utf16)
    writeFileSync(join(utf16, '.env'), Buffer.from('\uFEFFSMTP_URL=smtp://h', 'utf16le'))
    expect(problemsIn(utf16)).toEqual(['.env: it is no text in UTF-8. Save it as UTF-8.'])
  })

  it('and one that is missing is none', () => {
    expect(readConfig({}, join(dir, 'nowhere')).port).toBe(3000)
  })

  it.each([
    [{ PORT: '70000' }, 'PORT: is too large: 65535 at most. See .env.example.'],
    [{ DIGEST_AFTER_HOURS: '0' }, 'DIGEST_AFTER_HOURS: is too small: 1 at least. See .env.example.'],
    [{ UPDATES_POLLING: 'oui' }, 'UPDATES_POLLING: is one of "yes", "no". See .env.example.'],
    [{ DATA_DIR: '/dev/null' }, 'DATA_DIR: it is a file, not a folder.'],
    [{ TEMPLATES_DIR: '/nonexistent' }, 'TEMPLATES_DIR: there is no such folder.'],
  ])('%j is answered with what would be right', (environment, problem) => {
    expect(() => readConfig(environment, dir)).toThrow(new ConfigError([problem]))
  })
})
