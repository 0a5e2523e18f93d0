import { generateKeyPairSync } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type Config, readConfig } from '../../../src/config.js'
import type { Addressee } from '../../../src/model/editions/audience.js'
import type { EditionContent } from '../../../src/model/editions/edition.js'
import type { Update } from '../../../src/model/updates/update.js'
import { type Composable, composer } from '../../../src/steps/editions/composing.js'
import { passableFolder } from '../../support/folders.js'
import { hasPython, readCalendar, readMail } from '../../support/python.js'
import { manyItems, sampleEdition, sampleItem, sampleReader } from '../../support/sample-edition.js'
import { hasSpamAssassin, spamScore } from '../../support/spamassassin.js'

const dir = passableFolder('estafette-composing-')
const dns: Record<string, string> = {}
let sample: EditionContent
let config: Config
beforeAll(async () => {
  sample = await sampleEdition()
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const ed25519 = generateKeyPairSync('ed25519')
  const base64 = (der: Buffer) => der.toString('base64')
  writeFileSync(join(dir, 'rsa.pem'), rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }))
  writeFileSync(join(dir, 'ed25519.pem'), ed25519.privateKey.export({ type: 'pkcs8', format: 'pem' }))
  dns['r1._domainkey.estafette.example'] =
    `v=DKIM1; k=rsa; p=${base64(rsa.publicKey.export({ type: 'spki', format: 'der' }))}`
  // RFC 8463 §4: the key alone, without the ASN.1 around it.
  dns['e1._domainkey.estafette.example'] =
    `v=DKIM1; k=ed25519; p=${base64(ed25519.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32))}`
  config = readConfig(
    {
      SECRET: 'a secret of the tests, long enough',
      BASE_URL: 'https://estafette.example',
      DKIM_DOMAIN: 'estafette.example',
      DKIM_SELECTOR: 'r1, e1',
      DKIM_KEY_FILE: 'rsa.pem, ed25519.pem',
    },
    dir,
  )
})
afterAll(() => rmSync(dir, { recursive: true }))

/** The bytes of the mail that an alderman of Ixelles gets, unless changed. */
async function mailOf(
  change: Partial<EditionContent> = {},
  addressee: Partial<Addressee> = {},
): Promise<Buffer> {
  const content = { ...sample, ...change }
  const claimed: Composable = {
    delivery: `${content.edition}.ixelles-alderman-2`,
    messageId: `<${content.edition}.ixelles-alderman-2.0123456789abcdef0123@estafette.example>`,
    addressee: {
      ...sampleReader(),
      id: 'ixelles-alderman-2',
      acting: false,
      name: 'Échevinat des Finances',
      email: 'finances@ixelles.example',
      ...addressee,
    },
    createdAt: new Date('2020-05-07T07:00:00Z'),
  }
  return Buffer.concat((await composer(config)(claimed, content)).bytes)
}

describe('the keys that sign', () => {
  it.each([
    ['r1, e1', 'rsa.pem', /as many selectors as files/],
    ['r1', 'rsa.pem, missing.pem', /as many selectors as files/],
    ['r1, e1', 'rsa.pem, missing.pem', /no such file/],
  ])('are refused as %s with %s', (selectors, files, message) => {
    const settings = { DKIM_DOMAIN: 'estafette.example', DKIM_SELECTOR: selectors, DKIM_KEY_FILE: files }
    expect(() => readConfig(settings, dir)).toThrow(message)
  })
})

describe('the mail of an edition', () => {
  it('is the same to the byte at each try, signatures included', async () => {
    expect((await mailOf()).equals(await mailOf())).toBe(true)
  })

  it.each([
    ['flash', { follows: '2020-W19' }, '2020-W19'],
    ['erratum', { erratum: { corrects: '2020-W18', reason: { fr: 'x', nl: 'x' } } }, '2020-W18'],
  ] as const)(
    'stands, as a %s, in the thread of the mail that it continues',
    async (kind, change, before) => {
      const mail = (await mailOf({ edition: `2020-W19-${kind}-1`, kind, ...change })).toString()
      const named = new RegExp(
        `^In-Reply-To:\\s+<(${before}\\.ixelles-alderman-2\\.[0-9a-f]{20}@estafette\\.example)>\\r\\nReferences:\\s+<\\1>`,
        'm',
      )
      expect(mail).toMatch(named)
    },
  )

  it('has no thread where nothing came before, and no calendar where there is no day', async () => {
    const mail = (await mailOf({ items: [sampleItem()] })).toString()
    expect(mail).not.toMatch(/^(In-Reply-To|References):/m)
    expect(mail).toMatch(/^Content-Type: multipart\/alternative;/m)
    expect(mail).not.toContain('text/calendar')
  })
})

const pythonTests = hasPython('dkim', 'nacl', 'icalendar') ? describe : () => {}

pythonTests('the mail of an edition, read by another program', () => {
  it.each([
    ['the sample week', {}],
    ['forty measures', { items: manyItems(40) }],
    ['no calendar', { items: [sampleItem()] }],
  ] as const)('has no defect, short lines and seven bits: %s', async (_, change) => {
    const mail = readMail(await mailOf(change as Partial<EditionContent>), dns)
    expect(mail.parts.flatMap(({ type, defects }) => defects.map(defect => [type, defect]))).toEqual([])
    expect(mail.longestLine).toBeLessThanOrEqual(998)
    expect([mail.isSevenBit, mail.hasBareLineEnds]).toEqual([true, false])
  })

  it('is signed twice, with RSA and with Ed25519, and both verify', async () => {
    const mail = await mailOf()
    expect(readMail(mail, dns).signatures).toEqual([true, true])
    expect(mail.toString().match(/a=(rsa|ed25519)-sha256/g)).toEqual(['a=rsa-sha256', 'a=ed25519-sha256'])
  })

  it.each([
    ['the body', 'Bruxelles', 'Bruxellex'],
    ['the address to unsubscribe', 'List-Unsubscribe-Post: List', 'List-Unsubscribe-Post: Lost'],
    ['a second From', 'DKIM-Signature: v=1', 'From: x@y.example\r\nDKIM-Signature: v=1'],
  ])('is no longer signed when somebody changes %s', async (_, from, to) => {
    const changed = (await mailOf()).toString('latin1').replace(from, to)
    expect(readMail(Buffer.from(changed, 'latin1'), dns).signatures).toEqual([false, false])
  })

  it('holds text, HTML and, beside them, the calendar in the first language of the reader', async () => {
    const { parts } = readMail(await mailOf({}, { languages: 'nl' }))
    expect(parts.map(({ type, disposition, filename }) => [type, disposition, filename])).toEqual([
      ['multipart/mixed', null, null],
      ['multipart/alternative', null, null],
      ['text/plain', null, null],
      ['text/html', null, null],
      ['text/calendar', 'attachment', 'agenda-2020-W19.ics'],
    ])
    expect(parts[4]?.parameters).toMatchObject({ method: 'PUBLISH', charset: 'utf-8' })
    expect(readCalendar(parts[4]?.content ?? '').entries[1]?.summary).toContain('overleg')
  })

  const TITLE = `L'été « ouvert » 🚀 שלום עולם {{x}} {{{y}}} <script>alert(1)</script> ${'et un titre de trois cents signes '.repeat(7)}`
  const HOSTILE = TITLE.slice(0, 299).trimEnd().padEnd(299, '.').concat('!')
  const SHOWN = HOSTILE.replace("L'", 'L’')
    .replace('« ouvert »', '«\u00a0ouvert\u00a0»')
    .replace(/!$/, '\u00a0!')
  const own = {
    title: HOSTILE,
    summary: `${HOSTILE}\n`,
    body: `| a | b |\n| --- | --- |\n| ${HOSTILE} | {{x}} |`,
  }
  const update: Partial<Update> = { deadline: '2020-06-01', text: { fr: own, nl: own } }
  const hostile = async () => readMail(await mailOf({ items: [sampleItem(update)] }), dns)

  it('says a hostile title right in the subject, cut at a word', async () => {
    expect(HOSTILE).toHaveLength(300)
    const { headers } = await hostile()
    const subject = headers.subject ?? ''
    expect(subject.endsWith('…')).toBe(true)
    expect(subject.length).toBeLessThanOrEqual(110)
    expect(SHOWN.startsWith(subject.slice(0, -1))).toBe(true)
    expect(subject).toContain('🚀 שלום עולם {{x}} {{{y}}} <script>alert(1)</script>')
  })

  it('says it right in the HTML, the text and the calendar file, and runs it nowhere', async () => {
    const { parts, signatures } = await hostile()
    const [, , text, html, calendar] = parts.map(({ content }) => content ?? '')
    const plain = (part = '') => part.replaceAll('\u00a0', ' ').replaceAll('\r\n', '\n')
    const escaped = SHOWN.replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    expect(plain(html)).toContain(plain(`>${escaped}</h3>`))
    expect(plain(html)).toMatch(/<td[^>]*>\{\{x\}\}<\/td>/)
    expect(html).not.toMatch(/<script/i)
    expect(plain(text)).toContain(plain(SHOWN))
    expect(plain(text)).toMatch(/ {2}\{\{x\}\}$/m)
    const [entry] = readCalendar(calendar ?? '').entries
    expect(plain(entry?.summary)).toBe(plain(`Date limite : ${SHOWN}`))
    expect(signatures).toEqual([true, true])
  })
})

const spamTests = hasSpamAssassin() ? describe : () => {}

spamTests('SpamAssassin, without a network', () => {
  it.each([
    ['the sample week', {}, {}],
    ['the sample week in Dutch', {}, { languages: 'nl' }],
    ['a quiet week', { items: [] }, {}],
    ['a flash', { edition: '2020-W19-flash-1', kind: 'flash', follows: '2020-W19' }, {}],
  ] as [string, Partial<EditionContent>, Partial<Addressee>][])(
    'scores %s below 1.0',
    async (_, change, addressee) => {
      const { score, rules } = spamScore(await mailOf(change, addressee))
      expect([rules, score < 1]).toEqual([rules, true])
    },
  )
})
