import { describe, expect, it } from '@jest/globals'
import { messageId, returnPath, returnTokensIn } from '../../../src/model/delivery/delivery.js'
import { cluesOf, sentAtOf } from '../../../src/parse/returned-mail/match.js'
import { classifyReport } from '../../../src/parse/returned-mail/report.js'
import { dsnMail, replyMail } from '../../support/reports.js'

const SECRET = 'a secret of thirty-two characters'
const DELIVERY = '2026-W48.woluwe-saint-lambert-alderman-mobility'
const PATH = returnPath(DELIVERY, 'bounces.example', SECRET)
const TOKEN = returnTokensIn(PATH)[0] as string
const ID = messageId(DELIVERY, 'estafette.example', SECRET)
const FAILED = {
  recipient: 'a@ixelles.example',
  action: 'failed',
  status: '5.1.1',
  words: '550 5.1.1 no',
} as const

const cluesIn = (bytes: Uint8Array) => cluesOf(classifyReport(bytes), bytes)

/** Of this process, in milliseconds: the machine may be busy with others. */
const cpuTime = () => Object.values(process.cpuUsage()).reduce((sum, part) => sum + part) / 1000

describe('what may name the delivery of a report', () => {
  it.each(['Delivered-To', 'X-Original-To', 'Original-Recipient', 'X-Envelope-To', 'Cc'])(
    'is our return path in %s',
    field => {
      const bytes = replyMail({
        to: 'reports@estafette.example',
        text: 'Merci.',
        headers: `${field}: <${PATH}>`,
      })
      expect(cluesIn(bytes).returnTokens).toEqual([TOKEN])
    },
  )

  it('survives mail systems that lower or raise the case of a local part', () => {
    for (const path of [PATH.toLowerCase(), PATH.toUpperCase()])
      expect(cluesIn(dsnMail({ ...FAILED, to: path })).returnTokens).toEqual([TOKEN])
  })

  it('is nothing that merely looks like a return path', () => {
    for (const path of [
      `bounce+${DELIVERY}@bounces.example`,
      `bounce+${TOKEN}0@bounces.example`,
      'bounce+@bounces.example',
    ])
      expect(cluesIn(dsnMail({ ...FAILED, to: path }))).toEqual({
        returnTokens: [],
        messageIds: [],
        carried: [],
      })
  })

  it('is a Message-ID that the mail answers, or that of the mail that it returns', () => {
    expect(cluesIn(replyMail({ to: 'x@y.example', text: 'Merci.', inReplyTo: ID })).messageIds).toEqual([ID])
    const returned = `Message-ID: ${ID}\r\nSubject: Estafette`
    expect(cluesIn(dsnMail({ ...FAILED, to: 'x@y.example', returned })).messageIds).toEqual([ID])
  })

  it('is the return path that the returned mail carries', () => {
    const returned = `Return-Path: <${PATH}>\r\nSubject: Estafette`
    const clues = cluesIn(dsnMail({ ...FAILED, to: 'x@y.example', returned }))
    expect(clues).toMatchObject({ returnTokens: [], carried: [TOKEN] })
  })

  it('is found in linear time in a megabyte made to slow the search down', () => {
    const bytes = Buffer.from(`To: a@b.example\n\n${'bounce+'.repeat(150_000)}`)
    const begin = cpuTime()
    expect(cluesOf({ references: [] }, bytes).carried).toEqual([])
    expect(cpuTime() - begin).toBeLessThan(1500)
  })
})

describe('the date of a mail', () => {
  it.each([
    ['Thu, 26 Nov 2026 10:00:00 +0100', '2026-11-26T09:00:00.000Z'],
    ['Thu, 26 Nov 2026 10:00:00 +0100 (CET)', '2026-11-26T09:00:00.000Z'],
    ['26 Nov 2026 10:00 +0100', '2026-11-26T09:00:00.000Z'],
  ])('%s is %s', (date, expected) => {
    expect(sentAtOf(replyMail({ to: 'a@b.example', text: '', date }))?.toISOString()).toBe(expected)
  })

  it('is none when it can’t be', () => {
    for (const date of ['yesterday', '', 'Thu, 26 Nov 275000 10:00:00 +0100', '1 Jan 1970 00:00:00 +0000'])
      expect(sentAtOf(replyMail({ to: 'a@b.example', text: '', date }))).toBeNull()
  })
})
