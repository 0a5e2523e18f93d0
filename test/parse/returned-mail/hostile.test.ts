import { describe, expect, it } from '@jest/globals'
import { walkMail } from '../../../src/parse/returned-mail/mime.js'
import { LIMITS } from '../../../src/parse/returned-mail/mime-headers.js'
import { classifyReport } from '../../../src/parse/returned-mail/report.js'

const HEAD = 'From: MAILER-DAEMON@mx.example\nSubject: Undelivered\nReturn-Path: <>\n'
const MIXED = `${HEAD}Content-Type: multipart/mixed; boundary=x\n\n`

function nested(depth: number): string {
  const opening = Array.from(
    { length: depth },
    (_, level) => `Content-Type: multipart/mixed; boundary="b${level}"\n\n--b${level}\n`,
  )
  const closing = Array.from({ length: depth }, (_, level) => `--b${depth - 1 - level}--\n`)
  return `${HEAD}${opening.join('')}\nhello\n${closing.join('')}`
}

const MAILS: [string, () => Buffer][] = [
  [
    '50 MB of attachment',
    () =>
      Buffer.from(
        `${MIXED}--x\n\nhi\n--x\nContent-Transfer-Encoding: base64\n\n${`${'A'.repeat(76)}\n`.repeat(650_000)}--x--\n`,
      ),
  ],
  ['50 MB of text', () => Buffer.from(`${HEAD}\n${`${'word '.repeat(15)}\n`.repeat(650_000)}`)],
  ['50 MB without a line end', () => Buffer.alloc(50_000_000, 97)],
  ['50 MB of delimiters that are none', () => Buffer.from(`${MIXED}${'--xy\n'.repeat(10_000_000)}`)],
  ['50 MB of header', () => Buffer.from(`X-A: ${'b'.repeat(70)}\n`.repeat(650_000))],
  ['1,000 nested parts', () => Buffer.from(nested(1000))],
  [
    '1,000 parts',
    () => Buffer.from(`${MIXED}${'--x\nContent-Type: text/plain\n\nhello\n'.repeat(1000)}--x--\n`),
  ],
  [
    '1,000 mails in mails',
    () => Buffer.from(`${HEAD}${'Content-Type: message/rfc822\n\n'.repeat(1000)}\nhello`),
  ],
  ['nothing', () => Buffer.alloc(0)],
  ['NUL bytes', () => Buffer.alloc(1000)],
  [
    'open quotes, words and tags',
    () => Buffer.from('Subject: =?utf-8?b?\nContent-Type: text/html; charset="\n\n<p <b &#999999999; <!--'),
  ],
  [
    'a charset that nobody knows',
    () => Buffer.from('Content-Type: text/plain; charset=klingon-8\n\n\xff\xfe'),
  ],
]

/** Of this process, in milliseconds: the machine may be busy with others. */
const cpuTime = () => Object.values(process.cpuUsage()).reduce((sum, part) => sum + part) / 1000

/** What reading 50 MB once costs here and now, in milliseconds: a busy machine is slower at everything. */
function readingOnce(): number {
  const raw = Buffer.from('--xy\n'.repeat(10_000_000))
  const start = cpuTime()
  let lines = 0
  for (let at = raw.indexOf('\n'); at >= 0; at = raw.indexOf('\n', at + 1)) lines++
  expect(lines).toBe(10_000_000)
  return cpuTime() - start
}

/** What takes the square of its size takes hours with 50 MB: far above what a busy machine makes of a second. */
const SHORT_MS = 10_000

describe('A hostile mail', () => {
  const reading = readingOnce()

  it.each(MAILS)(
    'of %s is answered within some times what reading it takes, in bounded memory',
    (_, make) => {
      const raw = make()
      const before = process.memoryUsage().rss
      const start = cpuTime()
      const report = classifyReport(raw)
      expect(cpuTime() - start).toBeLessThan(Math.max(SHORT_MS, 10 * reading))
      expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000)
      expect(['dsn', 'unknown']).toContain(report.kind)
    },
  )

  it('gives no more parts and no more depth than the limits', () => {
    const parts = [...walkMail(Buffer.from(nested(1000))), ...walkMail(MAILS[6]?.[1]() ?? Buffer.alloc(0))]
    expect(Math.max(...parts.map(part => part.depth))).toBe(LIMITS.depth)
    expect(walkMail(MAILS[6]?.[1]() ?? Buffer.alloc(0))).toHaveLength(LIMITS.parts)
  })

  it('leaves Object.prototype as it was', () => {
    classifyReport(
      Buffer.from('__proto__: x\nconstructor: y\nContent-Type: text/plain; __proto__=z\n\nhello'),
    )
    expect(({} as Record<string, unknown>).z).toBeUndefined()
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  it('cut or changed anywhere never throws', () => {
    const whole = Buffer.from(
      `${MIXED}--x\nContent-Type: text/html; charset*=utf-8''utf%2D8\n\n<p>a@b.example: User unknown</p>\n--x\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n--x--\n`,
    )
    for (let at = 0; at < whole.length; at++) {
      const changed = Buffer.from(whole)
      changed[at] = (at * 37) % 256
      expect(() => [classifyReport(whole.subarray(0, at)), classifyReport(changed)]).not.toThrow()
    }
  })
})
