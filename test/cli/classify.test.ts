import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { classifyCommand } from '../../src/cli/classify-command.js'
import { UsageError } from '../../src/cli/usage.js'
import { awayMail, dsnMail, replyMail } from '../support/reports.js'

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'estafette-classify-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const file = (bytes: Uint8Array) => {
  writeFileSync(join(dir, 'mail.eml'), bytes)
  return join(dir, 'mail.eml')
}
const nothing = Readable.from([])
const to = 'bounce@estafette.example'
const BOUNCE = dsnMail({
  to,
  recipient: 'a@ixelles.example',
  action: 'failed',
  status: '5.1.1',
  words: '550 5.1.1 User unknown',
})

describe('estafette classify', () => {
  it('says what a bounce says of each recipient', async () => {
    expect(await classifyCommand(file(BOUNCE), nothing)).toEqual({
      json: {
        kind: 'dsn',
        recipients: [
          {
            address: 'a@ixelles.example',
            action: 'failed',
            status: '5.1.1',
            outcome: 'bounced',
            reason: '550 5.1.1 User unknown',
            cause: 'user-unknown',
          },
        ],
      },
      text: 'It is a delivery status notification (dsn).\n  a@ixelles.example: bounced (failed 5.1.1 user-unknown): 550 5.1.1 User unknown',
      status: 0,
    })
  })

  it('says until when somebody is away and who stands in, and not why', async () => {
    const text = 'Je suis malade jusqu’au 5 décembre 2026. Contactez en mon absence cabinet@ixelles.example.'
    const answer = await classifyCommand(file(awayMail({ to, text })), nothing)
    expect(answer.json).toEqual({
      kind: 'auto-reply',
      recipients: [],
      until: '2026-12-05',
      deputy: 'cabinet@ixelles.example',
    })
    expect(answer.text).toBe(
      'It is an automatic reply (auto-reply).\n  away until 2026-12-05\n  cabinet@ixelles.example stands in',
    )
  })

  it('says what an answer is about, its words, and the new address that it gives', async () => {
    const text = 'Notre nouvelle adresse : accueil@ixelles.example.'
    const answer = await classifyCommand(file(replyMail({ to, inReplyTo: '<a@b.example>', text })), nothing)
    expect(answer.json).toEqual({
      kind: 'reply',
      recipients: [],
      topic: 'correction',
      newAddress: 'accueil@ixelles.example',
      text,
    })
    expect(answer.text).toBe(
      'It is a reply that a person wrote (reply).\n  about: correction\n  new address: accueil@ixelles.example\n  | Notre nouvelle adresse : accueil@ixelles.example.',
    )
  })

  it('reads stdin, in pieces, for - and without a file', async () => {
    const pieces = () => Readable.from([BOUNCE.subarray(0, 100), BOUNCE.subarray(100)])
    for (const name of ['-', undefined])
      expect((await classifyCommand(name, pieces())).json).toMatchObject({ kind: 'dsn' })
  })

  it('keeps the beginning of what never seems to end', async () => {
    const chunk = Buffer.alloc(1_000_000, 'x')
    let given = 0
    const endless = Readable.from(
      (function* () {
        yield replyMail({ to, inReplyTo: '<a@b.example>', text: 'Merci.' })
        for (; given < 200; given++) yield chunk
      })(),
    )
    const before = process.memoryUsage().rss
    expect((await classifyCommand('-', endless)).json).toMatchObject({ kind: 'reply' })
    expect(given).toBe(200)
    expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000)
  })

  it('says in a sentence why a file can’t be read', async () => {
    const refusal = (name: string) => classifyCommand(name, nothing).catch(error => error)
    const missing = await refusal(join(dir, 'nothing.eml'))
    expect(missing).toBeInstanceOf(UsageError)
    expect(missing.message).toMatch(/nothing\.eml can't be read: there is no such file or folder\.$/)
    expect((await refusal(dir)).message).toMatch(/can't be read: it is a folder\.$/)
  })

  it('asks for a mail where a person sits at the keyboard', async () => {
    const terminal = Object.assign(Readable.from([]), { isTTY: true })
    await expect(classifyCommand(undefined, terminal)).rejects.toThrow('Name a file, or pipe a mail in')
  })
})
