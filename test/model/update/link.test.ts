import { describe, expect, it } from '@jest/globals'
import { isLink } from '../../../src/model/update/link.js'

describe('a link in a mail', () => {
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
