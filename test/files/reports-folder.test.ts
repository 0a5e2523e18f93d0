import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { putAway, setAside } from '../../src/files/put-away.js'
import { listMails, listOthers, readMail } from '../../src/files/reports-folder.js'
import { REPORT_BYTES } from '../../src/parse/returned-mail/match.js'

const NOW = new Date('2026-11-26T08:00:00Z')
const SETTLED = new Date('2026-11-26T07:59:00Z')

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'estafette-reports-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

function drop(name: string, content: string | Buffer, at = SETTLED) {
  writeFileSync(join(dir, name), content)
  utimesSync(join(dir, name), at, at)
}

describe('the folder of mails that came back', () => {
  it('is made when it isn’t there, and lists its .eml files alone, in order', async () => {
    expect(await listMails(join(dir, 'new', 'reports'))).toEqual([])
    for (const name of ['b.eml', 'a.EML', '.hidden.eml', 'notes.txt', 'c.eml.part']) drop(name, 'x')
    mkdirSync(join(dir, 'done'))
    expect(await listMails(dir)).toEqual(['a.EML', 'b.eml'])
  })

  it('takes a mail whose name is not UTF-8, under a name that is', async () => {
    const name = Buffer.from('72e9706f6e73652e656d6c', 'hex')
    writeFileSync(Buffer.concat([Buffer.from(`${dir}/`), name]), 'Subject: a\n\nb')
    drop('réponse.eml', 'Subject: b\n\nc')
    expect(await listMails(dir)).toEqual(['réponse.2.eml', 'réponse.eml'])
    expect(readFileSync(join(dir, 'réponse.2.eml'), 'utf8')).toContain('Subject: a')
  })

  it('names what is no mail, with what to do, and leaves it where it is', async () => {
    const others = {
      'TR_ prime.msg': 'outlook',
      'a.eml.txt': 'rename',
      'b.EML.1': 'rename',
      'c.emlx': 'apple',
      'archive.pst': 'mailbox',
      'inbox.mbox': 'mailbox',
      'mails.zip': 'unpack',
      'note.txt': 'other',
    }
    for (const name of [...Object.keys(others), 'a.eml', '.b.eml', 'Thumbs.db', 'c.eml.part']) drop(name, 'x')
    writeFileSync(Buffer.concat([Buffer.from(`${dir}/`), Buffer.from('72e92e6d7367', 'hex')]), 'x')
    for (const folder of ['done', 'quarantine', '#recycle', 'Bounces']) mkdirSync(join(dir, folder))
    const found = await listOthers(dir, new Date('2030-01-01T00:00:00Z'))
    const expected = { ...others, Bounces: 'folder', 'r⟨E9⟩.msg': 'outlook' }
    expect(Object.fromEntries(found.map(({ name, remedy }) => [name, remedy]))).toEqual(expected)
    drop('new.msg', 'x', NOW)
    expect((await listOthers(dir, NOW)).map(({ name }) => name)).not.toContain('new.msg')
    expect(await listOthers(join(dir, 'nowhere'), NOW)).toEqual([])
  })

  it('gives the beginning of a mail and the length of the whole', async () => {
    drop('a.eml', 'Subject: a\n\nb')
    expect(await readMail(dir, 'a.eml', NOW)).toEqual({ bytes: Buffer.from('Subject: a\n\nb'), size: 13 })
  })

  it('reads no more than the beginning of 50 MB', async () => {
    drop('big.eml', 'Subject: big\n\n')
    truncateSync(join(dir, 'big.eml'), 50_000_000)
    utimesSync(join(dir, 'big.eml'), SETTLED, SETTLED)
    const before = process.memoryUsage().arrayBuffers
    const read = await readMail(dir, 'big.eml', NOW)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 * REPORT_BYTES)
    expect(read).toMatchObject({ size: 50_000_000 })
    expect('bytes' in read && read.bytes.byteLength).toBe(REPORT_BYTES)
  })

  it('waits for a file that is still being written, and for one that may yet get its content', async () => {
    const file = openSync(join(dir, 'half.eml'), 'w')
    writeSync(file, 'Subject: ha')
    utimesSync(join(dir, 'half.eml'), NOW, new Date(NOW.getTime() - 4_000))
    expect(await readMail(dir, 'half.eml', NOW)).toEqual({ waits: true })
    writeSync(file, 'lf\n\n')
    closeSync(file)
    utimesSync(join(dir, 'half.eml'), SETTLED, SETTLED)
    expect(await readMail(dir, 'half.eml', NOW)).toMatchObject({ size: 15 })
    drop('empty.eml', '', new Date(NOW.getTime() - 30_000))
    expect(await readMail(dir, 'empty.eml', NOW)).toEqual({ waits: true })
    expect(await readMail(dir, 'gone.eml', NOW)).toEqual({ waits: true })
  })

  it('takes a file whose date lies ahead of the clock', async () => {
    drop('ahead.eml', 'Subject: a\n\n', new Date('2030-01-01T00:00:00Z'))
    expect(await readMail(dir, 'ahead.eml', NOW)).toMatchObject({ size: 12 })
  })

  it('opens neither links nor pipes nor folders, and says what each is', async () => {
    drop('secret.txt', 'secret')
    symlinkSync(join(dir, 'secret.txt'), join(dir, 'link.eml'))
    symlinkSync('/nowhere', join(dir, 'broken.eml'))
    symlinkSync('/dev/zero', join(dir, 'device.eml'))
    execFileSync('mkfifo', [join(dir, 'pipe.eml')])
    mkdirSync(join(dir, 'folder.eml'))
    drop('empty.eml', '')
    const refusals = await Promise.all(
      (await listMails(dir)).map(async name => [name, await readMail(dir, name, NOW)]),
    )
    expect(Object.fromEntries(refusals)).toEqual({
      'broken.eml': { refused: 'It is a symbolic link: it was not followed.' },
      'device.eml': { refused: 'It is a symbolic link: it was not followed.' },
      'empty.eml': { refused: 'It is empty.' },
      'folder.eml': { refused: 'It is a folder, not a mail.' },
      'link.eml': { refused: 'It is a symbolic link: it was not followed.' },
      'pipe.eml': { refused: 'It is a pipe, not a mail: it was not opened.' },
    })
  })

  it('puts away what was dealt with, never over another file', async () => {
    for (const content of ['one', 'two', 'three']) {
      drop('a.eml', content)
      await putAway(dir, 'a.eml')
    }
    const kept = readdirSync(join(dir, 'done')).map(name => readFileSync(join(dir, 'done', name), 'utf8'))
    expect(kept.sort()).toEqual(['one', 'three', 'two'])
    await putAway(dir, 'a.eml')
    expect(readdirSync(join(dir, 'done'))).toHaveLength(3)
  })

  it('sets aside what can’t be read, with its reason, and leaves what a link points to', async () => {
    drop('secret.txt', 'secret')
    symlinkSync(join(dir, 'secret.txt'), join(dir, 'link.eml'))
    await setAside(dir, 'link.eml', 'It is a symbolic link.')
    const long = `${'é'.repeat(124)}.eml`
    drop(long, 'x')
    await setAside(dir, long, 'It is empty.')
    expect(readFileSync(join(dir, 'quarantine', 'link.eml.reason.txt'), 'utf8')).toBe(
      'It is a symbolic link.\n',
    )
    expect(existsSync(join(dir, 'secret.txt'))).toBe(true)
    expect(readdirSync(join(dir, 'quarantine'))).toHaveLength(4)
    expect(await listMails(dir)).toEqual([])
  })

  const asRoot = process.getuid?.() === 0
  ;(asRoot ? it.skip : it)('names a file that it may not read', async () => {
    drop('closed.eml', 'x')
    chmodSync(join(dir, 'closed.eml'), 0)
    expect(await readMail(dir, 'closed.eml', NOW)).toEqual({ refused: "It can't be read: EACCES." })
  })
})
