import { describe, expect, it } from '@jest/globals'
import { decodeWords, parseFields, parseParameters } from '../../../src/parse/returned-mail/header.js'
import { partText, walkMail } from '../../../src/parse/returned-mail/mime.js'

describe('A header', () => {
  it('joins folded lines and leaves out what is no field', () => {
    expect(parseFields('Subject: a\r\n\tb\r\nnonsense\r\nX-Y : c')).toEqual([
      { name: 'subject', value: 'a b' },
      { name: 'x-y', value: 'c' },
    ])
  })

  it.each([
    ['=?utf-8?Q?R=C3=A9ponse_automatique?=', 'Réponse automatique'],
    ['=?iso-8859-1?q?=C9chec?= de =?utf-8?b?bGEgcmVtaXNl?=', 'Échec de la remise'],
    // A character cut in two words (RFC 2047 §5 forbids it, and it happens).
    ['=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9?=', 'café'],
    ['=?klingon?Q?abc?=', 'abc'],
    ['=?utf-8*fr?Q?=C3=A9t=C3=A9?=', 'été'],
  ])('decodes %s as %s', (encoded, text) => {
    expect(decodeWords(encoded)).toBe(text)
  })

  it('reads parameters that are quoted, continued and encoded (RFC 2231)', () => {
    const { value, parameters } = parseParameters(
      `multipart/Report; report-type="delivery-status"; boundary*0="a;b"; boundary*1=c; name*=utf-8''%C3%A9t%C3%A9`,
    )
    expect(value).toBe('multipart/report')
    expect(Object.fromEntries(parameters)).toEqual({
      'report-type': 'delivery-status',
      boundary: 'a;bc',
      name: 'été',
    })
  })
})

describe('The walk through a mail', () => {
  const text = (raw: string | Buffer) =>
    walkMail(Buffer.from(raw)).map(part => [part.depth, part.type, partText(part)])

  it('finds nested parts, ends inner ones with the outer, and marks mails carried along', () => {
    const parts = walkMail(
      Buffer.from(`Content-Type: multipart/mixed; boundary=a

--a
Content-Type: multipart/alternative; boundary=b

--b

one
--a
Content-Type: message/rfc822

Subject: inner
Content-Type: multipart/mixed; boundary=c

--c

two
--c--
--a--
`),
    )
    expect(parts.map(part => [part.depth, part.type, part.returned])).toEqual([
      [0, 'multipart/mixed', false],
      [1, 'multipart/alternative', false],
      [2, 'text/plain', false],
      [1, 'message/rfc822', false],
      [2, 'multipart/mixed', true],
      [3, 'text/plain', true],
    ])
    expect(parts.filter(part => part.type === 'text/plain').map(partText)).toEqual(['one', 'two'])
  })

  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
    ['CRCRLF', '\r\r\n'],
  ])('reads lines that end in %s', (_, end) => {
    const mail = [
      'From someone',
      'Subject: x',
      'Content-Type: multipart/mixed; boundary="a b"',
      '',
      '--a b',
      '',
      'text',
      '--a b--',
    ].join(end)
    expect(text(mail).at(-1)).toEqual([1, 'text/plain', 'text'])
  })

  it.each([
    ['Content-Transfer-Encoding: base64\n\nw6l0w6k=', 'été'],
    ['Content-Transfer-Encoding: quoted-printable\n\n=C3=A9t=\n=C3=A9', 'été'],
    [
      'Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n=E9t=E9',
      'été',
    ],
    [
      'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n=E9t=E9',
      'été',
    ],
    ['Content-Type: text/plain; charset=utf-16le\nContent-Transfer-Encoding: base64\n\n6QB0AOkA', 'été'],
  ])('decodes %j', (mail, decoded) => {
    expect(text(mail)[0]?.[2]).toBe(decoded)
  })
})
