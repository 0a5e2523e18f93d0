import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { simpleParser } from 'mailparser'
import { PROJECT_ROOT } from '../../src/config.js'
import { packWordFile } from '../../src/present/word/word-template.js'
import { draft } from '../../src/steps/editions/draft.js'
import { currentEdition, readEdition, readFrozen } from '../../src/steps/editions/read-edition.js'
import { passableFolder } from '../support/folders.js'
import { type LiveService, startService } from '../support/live-service.js'
import { deleted, FIELDS, heading, inserted, paragraph, run } from '../support/word-files.js'
import { openWorld } from '../support/world.js'

/** The real service, started as an operator does, on a folder in which an editor works; with the real clock. */
const HALF_WRITTEN_PAUSE = 5_000

const dir = passableFolder('estafette-live-')
const updates = join(dir, 'updates')
let service: LiveService

beforeAll(async () => {
  cpSync(join(PROJECT_ROOT, 'recipients'), join(dir, 'recipients'), { recursive: true })
  mkdirSync(updates)
  service = await startService(dir)
}, 130_000)
afterAll(async () => {
  await service.stop()
  rmSync(dir, { recursive: true, force: true })
}, 60_000)

const events = () =>
  service
    .spoken()
    .split('\n')
    .filter(line => line.startsWith('{'))
    .map(
      line =>
        JSON.parse(line) as {
          event: string
          update?: string
          file?: string
          revision?: number
          kind?: string
        },
    )
const takenIn = (id: string) =>
  events().some(({ event, update }) => event === 'update.taken-in' && update === id)
const refused = (file: string) => events().some(one => one.event === 'update.refused' && one.file === file)
const problemMailsSent = () =>
  events().filter(({ event, kind }) => event === 'notice.sent' && kind === 'update-problems').length
const write = (name: string, content: string | Uint8Array) => writeFileSync(join(updates, name), content)
const head = (id: string) => `---\nid: ${id}\nkind: notice\ntopic: health\nlevel: region\n---\n`
const both = (fr: string, nl: string) => `# fr: ${fr}\n${fr} : le texte.\n\n# nl: ${nl}\n${nl}: de tekst.\n`

async function mails() {
  const folder = join(dir, 'data', 'mail')
  const names = existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.eml')) : []
  return Promise.all(names.map(name => simpleParser(readFileSync(join(folder, name)))))
}

it('takes what is good, names what is wrong where the editor is, waits for what is half written, and sends mails in both languages', async () => {
  write('masques.md', head('masques') + both('Masques', 'Maskers'))
  write('casse.md', `${head('casse').replace('region', 'regoin')}${both('Cassé', 'Stuk')}`)
  write('~$masques.docx', 'a lock')
  write('.masques.md.swp', 'a swap file')
  const changes = (before: string, gone: string, come: string) =>
    paragraph(run(before) + deleted(gone) + inserted(run(come)))
  const french = heading('fr: Tests') + changes('Les tests sont ', 'payants', 'gratuits.')
  const dutch = heading('nl: Tests') + changes('De tests zijn ', 'betalend', 'gratis.')
  write('tests.docx', packWordFile(FIELDS.replace('masques', 'tests') + french + dutch, {}))
  const [firstHalf, secondHalf] = (head('horeca') + both('Terrasses', 'Terrassen')).split('le texte')
  write('horeca.md', `${firstHalf}`)
  const halfWritten = performance.now()

  await service.until(() => takenIn('masques') && takenIn('tests') && refused('updates/casse.md'), 60_000)
  await service.until(() => existsSync(join(updates, 'casse.md.problems.txt')), 10_000)
  const note = readFileSync(join(updates, 'casse.md.problems.txt'), 'utf8')
  expect(note).toContain('ligne 5, colonne 8\u00a0: level «\u00a0regoin\u00a0»')
  expect(note).toContain('regel 5, kolom 8: level “regoin”')

  await service.until(() => performance.now() - halfWritten > HALF_WRITTEN_PAUSE, 60_000)
  expect(readdirSync(updates).filter(name => name.includes('problems'))).toEqual(['casse.md.problems.txt'])
  appendFileSync(join(updates, 'horeca.md'), `le texte${secondHalf}`)
  await service.until(() => takenIn('horeca'), 60_000)
  expect(refused('updates/horeca.md')).toBe(false)

  // The mail comes once the editor has had the time to see the note.
  await service.until(() => problemMailsSent() >= 2, 120_000)
  const told = (await mails()).filter(({ subject }) => subject?.includes('casse.md'))
  expect(told.map(({ subject }) => subject?.replaceAll('\u00a0', ' ')).sort()).toEqual([
    'Te verbeteren: updates/casse.md',
    'À corriger : updates/casse.md',
  ])
  for (const { text } of told)
    for (const half of ['Vouliez-vous dire', 'Bedoelt u']) expect(text).toContain(half)

  renameSync(join(updates, 'masques.md'), join(updates, 'masques-lundi.md'))
  write('casse.md', head('casse') + both('Réparé', 'Hersteld'))
  await service.until(() => takenIn('casse') && !existsSync(join(updates, 'casse.md.problems.txt')), 60_000)

  const world = await openWorld({ dir, now: new Date().toISOString() })
  try {
    const edition = await currentEdition(world.app)
    const prepared = await draft(world.app, edition, null)
    expect(prepared).toMatchObject({ kind: 'frozen', gone: [], summary: { updates: { new: 4 } } })
    const row = await readEdition(world.app, edition)
    const frozen = row && (await readFrozen(world.app, row))
    const tests = frozen?.content.items.find(({ update }) => update.id === 'tests')?.update.text
    expect([tests?.fr?.summary, tests?.nl?.summary]).toEqual([
      'Les tests sont gratuits.',
      'De tests zijn gratis.',
    ])
    expect(events().filter(({ update }) => update === 'masques')).toMatchObject([{ revision: 1 }])
  } finally {
    await world.app.close()
  }
}, 400_000)
