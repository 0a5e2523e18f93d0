import { describe, expect, it } from '@jest/globals'
import { withLinks } from '../../../src/parse/returned-mail/caught-links.js'
import { caughtHead, caughtMail } from '../../../src/parse/returned-mail/caught-mail.js'

const bytes = (lines: string[]) => Buffer.from(lines.join('\r\n'))
const TRACE = ['Return-Path: <b@x.example>', 'Delivered-To: maire@a.example']

describe('a mail of the local catcher', () => {
  it('shows whom the envelope named, not whom the mail says', () => {
    const mail = bytes([
      ...TRACE,
      'Delivered-To: echevin@a.example',
      'From: =?utf-8?q?R=C3=A9gion?= <r@x.example>',
      'Delivered-To: forged@evil.example',
      'To: nobody@b.example',
      'Subject: =?utf-8?b?w4lkaXRpb24=?=',
      '',
      'Delivered-To: in the body',
    ])
    expect(caughtHead(mail)).toEqual({
      from: 'Région <r@x.example>',
      to: ['maire@a.example', 'echevin@a.example'],
      subject: 'Édition',
    })
  })

  it('shows both bodies and names what is attached; a mail inside it is no body', () => {
    const mail = bytes([
      ...TRACE,
      'Content-Type: multipart/mixed; boundary="m"',
      '',
      '--m',
      'Content-Type: multipart/alternative; boundary="a"',
      '',
      '--a',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'D=C3=A9j=C3=A0',
      '--a',
      'Content-Type: text/html; charset=utf-8',
      '',
      '<p>Déjà</p>',
      '--a--',
      '--m',
      'Content-Type: text/html',
      'Content-Disposition: attachment; filename="page.html"',
      '',
      '<p>attached</p>',
      '--m',
      'Content-Type: text/calendar; name=mesures.ics',
      '',
      'BEGIN:VCALENDAR',
      '--m',
      'Content-Type: message/rfc822',
      '',
      'Subject: inside',
      'Content-Type: text/html',
      '',
      '<p>inside</p>',
      '--m--',
    ])
    expect(caughtMail(mail)).toMatchObject({
      text: 'Déjà',
      html: '<p>Déjà</p>',
      cut: false,
      attachments: [
        { name: 'page.html', type: 'text/html' },
        { name: 'mesures.ics', type: 'text/calendar' },
        { name: '', type: 'message/rfc822' },
      ],
      header: expect.stringMatching(/^Return-Path: <b@x\.example>\r\nDelivered-To[\s\S]*boundary="m"$/),
    })
  })

  it.each([[''], ['\0\0\0'], ['no header at all'], ['Subject: only a header'], ['--m\r\n--m--\r\n']])(
    'of these bytes is one as well: %j',
    text => {
      expect(typeof caughtMail(Buffer.from(text)).header).toBe('string')
    },
  )

  it('of 20 MB is read in a second, and said to be cut', () => {
    const began = process.cpuUsage()
    const hostile = [
      `Subject: x\r\n\r\n${'http://'.repeat(3_000_000)}`,
      `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\n'.repeat(3_000_000)}`,
      `${'Delivered-To: a@b.example\r\n'.repeat(700_000)}\r\n\r\nx`,
    ]
    const mails = hostile.map(text => caughtMail(Buffer.from(text)))
    expect(mails[0]?.cut).toBe(true)
    for (const { text } of mails) withLinks(text ?? '')
    // Time of this process, not of the clock: what else the machine does counts less.
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(4000)
  })
})

describe('the links of a text', () => {
  it('stand apart, without what ends the sentence around them', () => {
    expect(withLinks('Ouvrez https://a.example/log-in/x?y=1&z. (Ou http://b.example/.)')).toEqual([
      { text: 'Ouvrez ', href: null },
      { text: 'https://a.example/log-in/x?y=1&z', href: 'https://a.example/log-in/x?y=1&z' },
      { text: '. (Ou ', href: null },
      { text: 'http://b.example/', href: 'http://b.example/' },
      { text: '.)', href: null },
    ])
  })

  it.each(['javascript:alert(1)', 'data:text/html,x', 'http://', 'ftp://x.example', 'https://[::', ''])(
    '%j is none',
    text => {
      expect(withLinks(text).filter(({ href }) => href !== null)).toEqual([])
    },
  )
})
