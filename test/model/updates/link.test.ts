import { describe, expect, it } from '@jest/globals'
import { isLink, linkFault } from '../../../src/model/updates/link.js'

describe('a link in a mail', () => {
  it('of a host beyond ASCII stays one, however often it is asked', () => {
    const asked = Array.from({ length: 20_000 }, () => isLink('https://été.example/a'))
    expect(asked.filter(isOne => !isOne)).toHaveLength(0)
  })

  it.each([
    'https://1819.brussels',
    'https://x.example/a?b=c#d',
    'https://xn--bcher-kva.example/é',
    'mailto:info@agence.example?subject=x',
    'tel:+3228000000',
    'tel:1819',
  ])('may be %s', text => expect(isLink(text)).toBe(true))

  it.each([
    'http://x.example',
    'javascript:alert(1)',
    'JAVASCRIPT:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    '//x.example',
    '/x',
    '#x',
    '',
    'https:x.example',
    'https:///x.example',
    'https://',
    'https://localhost',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://commune.be@evil.example',
    'https://@evil.example',
    'https://commune.be\\@evil.example',
    'https://x.example/a b',
    'https://x.example/\r\nBcc: y',
    'https://x.example/\u202e',
    'java\tscript:x',
    'mailto:',
    'mailto:a@b.example,c@d.example',
    'tel:javascript',
    `https://x.example/${'a'.repeat(2000)}`,
  ])('is never %j', text => expect(isLink(text)).toBe(false))
})

describe('what is wrong with a link', () => {
  it.each([
    ['https://1819.brussels/?utm_source=lettre', null],
    ['https://fr.wikipedia.example/wiki/Forest_(commune)', null],
    ['https://1819.brussels/prime.', ['link-end', 'https://1819.brussels/prime']],
    ['https://1819.brussels/prime).', ['link-end', 'https://1819.brussels/prime']],
    ['mailto:info@agence.example,', ['link-end', 'mailto:info@agence.example']],
    ['www.1819.brussels', ['link-wrong', 'https://www.1819.brussels']],
    ['<https://1819.brussels>', ['link-wrong', 'https://1819.brussels']],
    ['https://1819.brussels/\u200bprime', ['link-unseen', 'https://1819.brussels/prime']],
    ['mailto:info@agence.example\u200b', ['link-unseen', 'mailto:info@agence.example']],
    ['https://1819.brussels/\u{e0041}', ['link-unseen', 'https://1819.brussels/']],
    ['https://economie\u2011emploi.brussels', ['link-wrong', 'https://economie-emploi.brussels']],
    [
      'https://nam02.safelinks.protection.outlook.com/ap/w-59584e83/?url=https%3A%2F%2F1819.brussels%2Fa%3Fb%3Dc&data=05',
      ['link-wrapped', 'https://1819.brussels/a?b=c'],
    ],
    [
      'https://urldefense.proofpoint.com/v1/url?u=https%3A//1819.brussels/a&k=x',
      ['link-wrapped', 'https://1819.brussels/a'],
    ],
    [
      'https://urldefense.proofpoint.com/v2/url?u=https-3A__www.1819.brussels_a-2Db_-3Fc-3Dd&d=DwMF',
      ['link-wrapped', 'https://www.1819.brussels/a-b/?c=d'],
    ],
    [
      'https://urldefense.com/v3/__https://1819.brussels/a*b__;Iw!!Abc!xyz$',
      ['link-wrapped', 'https://1819.brussels/a#b'],
    ],
    [
      'https://urldefense.com/v3/__https:/1819.brussels/**A__;IyM!!Abc!xyz$',
      ['link-wrapped', 'https://1819.brussels/##'],
    ],
    [
      'https://url.avanan.click/v2/___https://1819.brussels/a___.YXAzOm',
      ['link-wrapped', 'https://1819.brussels/a'],
    ],
    [
      'https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Furldefense.com%2Fv3%2F__https%3A%2F%2F1819.brussels%2F__%3B!!A!b%24&data=05',
      ['link-wrapped', 'https://1819.brussels/'],
    ],
    ['https://protect-us.mimecast.com/s/AbC?domain=1819.brussels', ['link-wrapped', null]],
    ['https://eur01.safelinks.protection.outlook.com/?url=javascript%3Aalert(1)', ['link-wrapped', null]],
    ['https://www.google.be/search?q=prime', null],
    ['https://www.facebook.com/1819brussels', null],
  ])('%j: %j', (text, expected) => {
    const fault = linkFault(text)
    expect(fault && [fault.problem, fault.values.suggestion]).toEqual(expected)
  })
})
