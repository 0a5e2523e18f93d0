import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { checkBounceDomain } from '../../../src/model/delivery/bounce-domain.js'
import { checkDkim } from '../../../src/model/delivery/sender-dkim.js'
import { checkDmarc } from '../../../src/model/delivery/sender-dmarc.js'
import type { Lookup } from '../../../src/model/delivery/sender-lookup.js'
import { checkSpf } from '../../../src/model/delivery/sender-spf.js'

type Zone = {
  txt?: Record<string, string[]>
  mx?: Record<string, { exchange: string; priority: number }[]>
  hosts?: string[]
}
const dns = ({ txt = {}, mx = {}, hosts = [] }: Zone): Lookup => ({
  txt: async name => txt[name] ?? [],
  mx: async name => mx[name] ?? [],
  addresses: async name => (hosts.includes(name) ? ['192.0.2.1'] : []),
})

describe('SPF', () => {
  const spf = (records: string[], more: Record<string, string[]> = {}) =>
    checkSpf('spf', 'agency.example', dns({ txt: { 'agency.example': records, ...more } }))

  it.each<[string[], string]>([
    [[], 'has no SPF record'],
    [['v=spf10 -all', 'google-site-verification=x'], 'has no SPF record'],
    [['v=spf1 -all', 'v=spf1 a -all'], 'has 2 SPF records'],
    [['v=spf1 a +all'], 'lets everybody send'],
    [['v=spf1 a all'], 'lets everybody send'],
  ])('%j is not as it should be: %s', async (records, words) => {
    const found = await spf(records)
    expect(found).toMatchObject({ ok: false, detail: expect.stringContaining(words) })
    expect(found.fix).toMatch(/\.$/)
  })

  it('is fine with one record that ends', async () => {
    expect(await spf(['v=spf1 ip4:192.0.2.0/24 include:relay.example ~all'])).toMatchObject({
      ok: true,
      fix: null,
    })
  })

  it('counts the questions of its includes, and stops at a circle', async () => {
    const deep = { 'a.example': ['v=spf1 a mx exists:x.example include:b.example -all'] }
    const more = { 'b.example': ['v=spf1 a mx ptr exists:y.example include:a.example redirect=c.example'] }
    expect(await spf(['v=spf1 include:a.example -all'], { ...deep, ...more })).toMatchObject({
      ok: false,
      detail: expect.stringContaining('needs 11 questions'),
    })
    expect((await spf(['v=spf1 include:agency.example -all'])).ok).toBe(true)
  })
})

describe('DKIM', () => {
  const { privateKey: rsa, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { privateKey: ed } = generateKeyPairSync('ed25519')
  const p = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  const dkim = (record: string | null, key = rsa) =>
    checkDkim(
      { domain: 'agency.example', selector: 's1', key },
      dns({ txt: record === null ? {} : { 's1._domainkey.agency.example': [record] } }),
    )

  it.each<[string, string | null, string]>([
    ['no record', null, 'has no key'],
    ['a revoked key', 'v=DKIM1; p=', 'is revoked'],
    [
      'another key',
      `v=DKIM1; k=rsa; p=${p.replace(/^.{60}/, match => match.split('').reverse().join(''))}`,
      'another key',
    ],
    ['a test mark', `v=DKIM1; t=y:s; p=${p}`, 'marked as a test'],
  ])('with %s is not as it should be, and says what to publish', async (_, record, words) => {
    const found = await dkim(record)
    expect(found).toMatchObject({ ok: false, detail: expect.stringContaining(words) })
  })

  it('is fine where the public half stands, also in pieces, for RSA and Ed25519', async () => {
    expect(await dkim(`v=DKIM1; k=rsa; p=${p.slice(0, 100)} ${p.slice(100)}`)).toMatchObject({ ok: true })
    const fix = (await dkim(null, ed)).fix ?? ''
    expect(fix).toMatch(/k=ed25519; p=[A-Za-z0-9+/]{43}=$/)
    expect(await dkim(fix.slice(fix.indexOf('v=DKIM1')), ed)).toMatchObject({ ok: true })
  })

  it('never tells the private key', async () => {
    expect(JSON.stringify(await dkim(null))).not.toContain('PRIVATE')
  })
})

describe('DMARC', () => {
  const from = 'news.agency.example'
  const dmarc = (
    txt: Record<string, string[]>,
    bounce = 'bounce.agency.example',
    dkim: string | null = null,
  ) => checkDmarc({ from, bounce, dkim }, dns({ txt }))
  const at = (record: string) => ({ '_dmarc.agency.example': [record] })

  it('is found at the domain above, with its policy for what lies below', async () => {
    expect(await dmarc(at('v=DMARC1; p=reject; sp=quarantine'))).toMatchObject({
      ok: true,
      detail: expect.stringContaining('p=quarantine at _dmarc.agency.example; aligned: SPF'),
    })
  })

  it.each<[Record<string, string[]>, string, string | null, string]>([
    [{}, 'b.agency.example', null, 'has no DMARC policy'],
    [at('v=DMARC1; rua=mailto:a@x.example'), 'b.agency.example', null, 'names no policy'],
    [at('v=DMARC1; p=none'), 'bounces.other.example', null, 'neither the envelope'],
    [at('v=DMARC1; p=none; aspf=s; adkim=s'), 'agency.example', 'agency.example', 'neither the envelope'],
  ])('%j, envelope %s, signature %s: %s', async (txt, bounce, dkim, words) => {
    expect(await dmarc(txt, bounce, dkim)).toMatchObject({
      ok: false,
      detail: expect.stringContaining(words),
    })
  })

  it('passes by the signature where the envelope is another’s', async () => {
    expect(await dmarc(at('v=DMARC1; p=none; adkim=s'), 'relay.other.example', from)).toMatchObject({
      ok: true,
    })
  })
})

describe('the domain of bounces', () => {
  const check = (mx: Zone['mx'], hosts: string[] = []) => checkBounceDomain('b.example', dns({ mx, hosts }))

  it.each<[Zone['mx'], string]>([
    [{}, 'has no MX'],
    [{ 'b.example': [{ exchange: '', priority: 0 }] }, 'takes no mail at all'],
    [{ 'b.example': [{ exchange: 'mx.b.example', priority: 10 }] }, 'has no address'],
  ])('%j: %s', async (mx, words) => {
    expect(await check(mx)).toMatchObject({ ok: false, detail: expect.stringContaining(words) })
  })

  it('is fine with a server that has an address', async () => {
    const mx = { 'b.example': [{ exchange: 'mx.b.example', priority: 10 }] }
    expect(await check(mx, ['mx.b.example'])).toMatchObject({ ok: true })
  })
})
