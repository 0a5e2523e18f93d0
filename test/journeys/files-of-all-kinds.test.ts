import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { simpleParser } from 'mailparser'
import { PROJECT_ROOT } from '../../src/config.js'
import { passableFolder } from '../support/folders.js'
import { type LiveService, startService } from '../support/live-service.js'

/** The real service, started as an operator does, on a share with all that people and programs put there; with the real clock. */
const dir = passableFolder('estafette-kinds-')
const updates = join(dir, 'updates')
const reports = join(dir, 'data', 'reports')
let service: LiveService

beforeAll(async () => {
  cpSync(join(PROJECT_ROOT, 'recipients'), join(dir, 'recipients'), { recursive: true })
  for (const folder of [
    'economie',
    'photos',
    '#recycle',
    '@eaDir',
    '.stversions',
    '$RECYCLE.BIN',
    'plan.pages',
  ])
    mkdirSync(join(updates, folder), { recursive: true })
  mkdirSync(reports, { recursive: true, mode: 0o700 })
  service = await startService(dir)
}, 130_000)
afterAll(async () => {
  await service.stop()
  rmSync(dir, { recursive: true, force: true })
}, 60_000)

const update = (id: string) =>
  `---\nid: ${id}\nkind: notice\ntopic: health\nlevel: region\n---\n# fr: Titre ${id}\nRésumé.\n\n# nl: Titel ${id}\nSamenvatting.\n`
const write = (name: string | Buffer, content = update('x')) =>
  writeFileSync(Buffer.concat([Buffer.from(`${updates}/`), Buffer.from(name)]), content)
const notes = () =>
  readdirSync(updates, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.problems.txt'))
    .sort()

const REFUSED: Record<string, string> = {
  'masques.md.txt': 'Renommez-le en masques.md.',
  'prime.docm': 'format Word (.docx)\u00a0: prime.docx',
  'prime.rtf': 'format Word (.docx)\u00a0: prime.docx',
  'prime.pdf': 'Déposez le texte dont il est issu',
  'prime.gdoc': 'Dans Google Docs, choisissez Fichier, Télécharger',
  'TR_ prime.msg': 'Déposez sa pièce jointe',
  'envoi.zip': 'Décompressez-le ici.',
  'bon.sync-conflict-20261201-101530-ABCDEFG.md': 'deux personnes ont modifié updates/bon.md',
  'fin.md ': 'Renommez-le en fin.md.',
  'plan.pages': 'Dans Pages, choisissez Fichier, Exporter vers, Word',
  'pr⟨E9⟩me.md': 'Renommez-le en préme.md.',
}

it('names within a minute each file that it can’t use, says what to save it as, and leaves recycle bins alone', async () => {
  write('bon.md', update('bon'))
  write('bon.sync-conflict-20261201-101530-ABCDEFG.md', update('bon').replace('Résumé', 'Autre résumé'))
  for (const name of Object.keys(REFUSED).filter(name => !/pages|⟨|sync-conflict/.test(name))) write(name)
  write(Buffer.from('7072e96d652e6d64', 'hex'))
  write('plan.pages/Index.zip', 'PK')
  for (const bin of ['#recycle', '@eaDir', '.stversions', '$RECYCLE.BIN'])
    write(`${bin}/vieux.md`, update('vieux'))
  for (const left of ['~$prime.docx', '.~lock.prime.docx#', 'Thumbs.db', '4913', 'prime.docx.crdownload'])
    write(left, 'x')
  for (let i = 0; i < 60; i++) write(`photos/photo-${i}.jpg`, 'x')
  writeFileSync(join(reports, 'TR_ absence.msg'), 'x')
  const began = performance.now()

  const others = 'photos/zz-autres-fichiers-andere-bestanden.problems.txt'
  const wanted = [...Object.keys(REFUSED).map(name => `${name}.problems.txt`), others].sort()
  await service.until(() => wanted.every(name => existsSync(join(updates, name))), 60_000)
  expect(performance.now() - began).toBeLessThan(60_000)
  expect(notes()).toEqual(wanted)
  for (const [name, words] of Object.entries(REFUSED))
    expect(readFileSync(join(updates, `${name}.problems.txt`), 'utf8')).toContain(words)
  const photos = readFileSync(join(updates, others), 'utf8')
  expect(photos).toContain('Ces 60 fichiers ne sont pas lus et n’empêchent rien')
  expect(photos).toContain('photo-0.jpg')

  // Mails follow once an editor has had the time to see the notes.
  const subjects = async () => {
    const folder = join(dir, 'data', 'mail')
    const names = existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.eml')) : []
    const mails = await Promise.all(names.map(name => simpleParser(readFileSync(join(folder, name)))))
    return mails.map(({ subject = '' }) => subject)
  }
  const isTold = (all: string[]) =>
    Object.keys(REFUSED).every(name => all.some(subject => subject.endsWith(`updates/${name.trimEnd()}`))) &&
    all.some(subject => subject.includes('parmi les courriels revenus'))
  for (const end = performance.now() + 180_000; !isTold(await subjects()); ) {
    if (performance.now() > end) throw new Error((await subjects()).join('\n'))
    await new Promise(resolve => setTimeout(resolve, 300))
  }
  expect((await subjects()).filter(subject => /vieux|photo|crdownload|lock/.test(subject))).toEqual([])
}, 400_000)
