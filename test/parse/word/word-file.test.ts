import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { strToU8, unzipSync, zipSync } from 'fflate'
import { PROJECT_ROOT } from '../../../src/config.js'
import { readUpdatesFolder } from '../../../src/files/updates-folder.js'
import { readWordFile } from '../../../src/parse/word/word-file.js'
import { formatProblem } from '../../../src/present/problem/texts.js'
import { packWordFile } from '../../../src/present/word/word-template.js'
import { KNOWN } from '../../support/update-files.js'
import { DUTCH, FIELDS, FRENCH, filledFields, say, TEMPLATE } from '../../support/word-files.js'

const GOOD = packWordFile(`${FIELDS}${FRENCH}${DUTCH}`)
const MARKDOWN = (title: string) =>
  `---\nid: masques\nkind: notice\ntopic: health\nlevel: federal\n---\n# fr: ${title}\nRésumé.\n\n# nl: Maskers\nSamenvatting.\n`

let root: string
let dir: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'word-'))
  dir = join(root, 'updates')

  await mkdir(dir)
})
afterEach(() => rm(root, { recursive: true }))

const put = (name: string, content: string | Uint8Array) => writeFile(join(dir, name), content)
async function read(language: 'en' | 'fr' | 'nl' = 'en') {
  const folder = await readUpdatesFolder(dir, KNOWN)
  return {
    ids: folder.updates.map(({ update }) => update.id),
    problems: folder.problems.map(one => formatProblem(one, language)),
    warnings: [...folder.warnings, ...folder.updates.flatMap(one => one.warnings)].map(one =>
      formatProblem(one, language),
    ),
  }
}
/** Milliseconds that this process has used, however busy the machine is. */
const cpuTime = () => Object.values(process.cpuUsage()).reduce((sum, part) => sum + part) / 1000
/** A Word file whose document is this text, whatever it is. */
const withDocument = (text: string) => zipSync({ ...unzipSync(TEMPLATE), 'word/document.xml': strToU8(text) })

describe('a Word file in the drop folder', () => {
  it('is taken in like a Markdown file, and named with its rows in three languages', async () => {
    await put('masques.docx', GOOD)
    await put('prime.DOCX', filledFields({ deadline: '2020-02-30' }))
    expect(await read()).toMatchObject({
      ids: ['masques'],
      problems: [
        'updates/prime.DOCX, table row 13: Échéance / Uiterste datum "2020-02-30" is not a date. Write it as 2020-02-29.',
      ],
    })
    expect((await read('fr')).problems).toEqual([
      'updates/prime.DOCX, ligne 13 du tableau\u00a0: Échéance / Uiterste datum «\u00a02020-02-30\u00a0» n’est pas une date. Écrivez 2020-02-29, si c’est ce jour.',
    ])
    expect((await read('nl')).problems).toEqual([
      'updates/prime.DOCX, rij 13 van de tabel: Échéance / Uiterste datum “2020-02-30” is geen datum. Schrijf 2020-02-29, als u die dag bedoelt.',
    ])
  })

  it('and a Markdown file with the same id: one is used when they say the same, none when they don’t', async () => {
    await put('masques.docx', GOOD)
    await put('masques.md', MARKDOWN('Masques'))
    expect(await read()).toEqual({
      ids: ['masques'],
      problems: [],
      warnings: [
        'updates/masques.md:2:5 The same update stands in updates/masques.docx. Delete one of the two files.',
      ],
    })
    await put('masques.md', MARKDOWN('Autres masques'))
    const { ids, problems } = await read()
    expect(ids).toEqual([])
    expect(problems.map(one => one.split(', with')[0])).toEqual([
      'updates/masques.docx, table row 2: The id "masques" also stands in updates/masques.md',
      'updates/masques.md:2:5 The id "masques" also stands in updates/masques.docx',
    ])
  })

  it('is named when it is old, locked, empty, cut off or no Word file at all', async () => {
    const compound = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)])
    await put('a.doc', compound)
    await put('b.docx', compound)
    await put('c.docx', '')
    await put('d.docx', GOOD.subarray(0, GOOD.length / 2))
    await put('e.docx', 'Bonjour')
    await put('f.docx', zipSync({ 'word/other.xml': strToU8('<x/>') }))
    await put('g.docx', withDocument('<w:document><w:body><w:p></w:body></w:document>'))
    expect((await read()).problems).toEqual([
      'updates/a.doc:1:1 This Word file has the old format (.doc), or a password. Save it as .docx without a password.',
      'updates/b.docx:1:1 This Word file has the old format (.doc), or a password. Save it as .docx without a password.',
      'updates/c.docx:1:1 The file is empty. Copy the template and fill it in.',
      ...['d', 'e', 'f', 'g'].map(
        name =>
          `updates/${name}.docx:1:1 This can't be read as a Word file. Open it in Word and save it as .docx again.`,
      ),
    ])
  })

  it('is found under another name than word/document.xml, as Word on the web writes it', () => {
    const { 'word/document.xml': main, 'word/_rels/document.xml.rels': relations, ...rest } = unzipSync(GOOD)
    const parts = {
      ...rest,
      'word/document2.xml': main,
      'word/_rels/document2.xml.rels': relations,
    } as Record<string, Uint8Array>
    parts['_rels/.rels'] = Buffer.from(
      Buffer.from(parts['_rels/.rels'] ?? '')
        .toString()
        .replace('word/document.xml', '/word/document2.xml'),
    )
    expect(readWordFile(zipSync(parts))).toEqual(readWordFile(GOOD))
  })
})

describe('a hostile Word file', () => {
  it('with entities or a document type is refused, and fetches nothing', () => {
    for (const type of [
      '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
      '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
      '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ]) {
      const text = `${type}<w:document><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>`
      expect(readWordFile(withDocument(text))).toEqual({ fault: 'broken' })
    }
  })

  it('with names that climb out of a folder writes nothing anywhere', async () => {
    const evil = {
      '../../evil.xml': strToU8('x'),
      '/etc/evil': strToU8('x'),
      'word/../../evil.xml': strToU8('x'),
    }
    expect(readWordFile(zipSync({ ...evil, ...unzipSync(GOOD) }))).toEqual(readWordFile(GOOD))
    expect(await readdir(root)).toEqual(['updates'])
  })

  it('with two parts of one name is refused: which one Word shows is not known', () => {
    const twice = Buffer.concat([GOOD.subarray(0, GOOD.length - 1000), GOOD])
    expect(readWordFile(twice)).toEqual({ fault: 'broken' })
  })

  it('that is a zip bomb stops at the limit, whatever it declares', () => {
    const bomb = withDocument(`<w:document><w:body>${' '.repeat(80 * 1024 * 1024)}</w:body></w:document>`)
    expect(bomb.length).toBeLessThan(256 * 1024)
    const before = { time: cpuTime(), memory: process.memoryUsage().rss }
    expect(readWordFile(bomb)).toEqual({ fault: 'too-large' })
    expect(cpuTime() - before.time).toBeLessThan(1000)
    expect(process.memoryUsage().rss - before.memory).toBeLessThan(300 * 1024 * 1024)
  })

  it('of many elements, or of elements in elements, is refused within a second', () => {
    const many = `<w:document><w:body>${'<w:p/>'.repeat(900_000)}</w:body></w:document>`
    const deep = `<w:document><w:body>${'<w:p>'.repeat(100_000)}</w:body></w:document>`
    const wide = `<w:document><w:body><w:p ${Array.from({ length: 200_000 }, (_, i) => `a${i}=""`).join(' ')}/></w:body></w:document>`
    const start = cpuTime()
    expect(readWordFile(withDocument(many))).toEqual({ fault: 'too-large' })
    expect(readWordFile(withDocument(deep))).toEqual({ fault: 'too-large' })
    expect(readWordFile(withDocument(wide))).toEqual({ document: { blocks: [expect.anything()] } })
    expect(cpuTime() - start).toBeLessThan(3000)
  })

  it('of random bytes behind the mark of a zip never throws', () => {
    for (let round = 0; round < 300; round++) {
      const bytes = new Uint8Array(GOOD)
      for (const at of randomBytes(8)) bytes[(at * 131 + round * 17) % bytes.length] = at
      expect(() => readWordFile(bytes)).not.toThrow()
      expect(() => readWordFile(Buffer.concat([Buffer.from('PK\x03\x04'), randomBytes(200)]))).not.toThrow()
    }
  })

  it('with a text of 3 MB says that it is too large, in a second', async () => {
    await put('long.docx', packWordFile(`${FIELDS}${FRENCH}${say('Mot. '.repeat(600_000))}${DUTCH}`))
    const start = cpuTime()
    expect((await read()).problems).toEqual([
      expect.stringMatching(/^updates\/long.docx:1:1 The file is larger than/),
    ])
    expect(cpuTime() - start).toBeLessThan(1500)
  })
})

describe('the Word template', () => {
  it('lies in the drop folder as the command writes it', async () => {
    const shipped = await readFile(join(PROJECT_ROOT, 'updates', '_template.docx'))
    expect(shipped.equals(TEMPLATE)).toBe(true)
  })
})
