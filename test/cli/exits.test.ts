import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { Command } from 'commander'
import { openDesk, print, tell } from '../../src/cli/desk.js'
import { table } from '../../src/cli/tables.js'
import { PROJECT_ROOT } from '../../src/config.js'
import { visible } from '../../src/model/language/marks.js'
import { csv } from '../../src/present/sheets/csv.js'

const PLANTED = 'a\u001b[31mb\u009b5m\u202ec\u2066\u200fd\u0007\u007f\re\u2028f'
const MARKED = 'a␛[31mb⟨U+009B⟩5m⟨U+202E⟩c⟨U+2066⟩⟨U+200F⟩d␇␡␍e⟨U+2028⟩f'

/** What is written to stdout and stderr, instead of there. */
let out = ''
let err = ''
const originals = { out: process.stdout.write, err: process.stderr.write }
beforeEach(() => {
  out = ''
  err = ''
  process.stdout.write = ((text: string) => {
    out += text
    return true
  }) as typeof process.stdout.write
  process.stderr.write = ((text: string) => {
    err += text
    return true
  }) as typeof process.stderr.write
})
const restore = () => {
  process.stdout.write = originals.out
  process.stderr.write = originals.err
}
afterEach(restore)

describe('what leaves the command line', () => {
  it('shows control characters and turned writing direction as marks', () => {
    print(PLANTED)
    tell(PLANTED)
    restore()
    expect([out, err]).toEqual([`${MARKED}\n`, `${MARKED}\n`])
  })

  it('keeps tabs, line breaks, accents and other scripts', () => {
    const text = 'é\tü\r\n中文 עברית\n\u00a0👩‍👧 €'
    expect(visible(text)).toBe(text)
  })

  it('is JSON of the same value, escaped, for a terminal shows that as well', () => {
    const { answer } = openDesk(new Command('estafette'), () => {})
    answer({ json: { text: PLANTED }, text: '', status: 0 }, { json: true })
    restore()
    expect(JSON.parse(out)).toEqual({ text: PLANTED })
    expect([...PLANTED].filter(one => out.includes(one)).join('')).toBe('a[31mb5mcdef')
  })

  it('is a table and a CSV with marks', () => {
    expect(table(['h'], [[PLANTED]])).toContain(MARKED)
    expect(csv(['h'], [[PLANTED]])).toBe(`\uFEFFh\r\n${MARKED}\r\n`)
  })

  it('leaves by these ways alone', () => {
    const folders = [
      'src/cli',
      'src/sending',
      'src/steps',
      'src/postgres',
      'src/queue',
      'src/files',
      'src/smtp',
      'src/web',
    ]
    const files = ['src/cli.ts', 'src/app.ts', 'src/demo.ts'].concat(
      folders.flatMap(folder =>
        readdirSync(join(PROJECT_ROOT, folder), { recursive: true, encoding: 'utf8' })
          .filter(file => file.endsWith('.ts'))
          .map(file => join(folder, file)),
      ),
    )
    const writes = files.flatMap(file =>
      readFileSync(join(PROJECT_ROOT, file), 'utf8')
        .split('\n')
        .filter(
          line =>
            /std(?:out|err)\.write\(|console\.(?:log|warn|error|info)\(/.test(line) &&
            !line.includes('write(visible('),
        )
        .map(line => `${file}: ${line.trim()}`),
    )
    expect(files.length).toBeGreaterThan(100)
    expect(writes).toEqual([])
  })
})
