import { describe, expect, it } from '@jest/globals'
import { wireForm } from '../../src/smtp/wire.js'

describe('a mail on the wire', () => {
  it('is the very bytes that were made when its lines are as they should be', () => {
    const mail = Buffer.from('Subject: x\r\n\r\na line\r\n\r\nand a . in it\r\n')
    expect(wireForm([mail])).toBe(mail)
  })

  it.each([
    ['.begins with a dot\r\n', '..begins with a dot\r\n'],
    ['one\r\n.\r\ntwo\r\n', 'one\r\n..\r\ntwo\r\n'],
    ['one\r\n..two\r\n', 'one\r\n...two\r\n'],
    ['one\n.two\r\n', 'one\r\n..two\r\n'],
    ['one\r.\rtwo\r\n', 'one\r\n..\r\ntwo\r\n'],
    ['one\r\r\ntwo\r\n', 'one\r\n\r\ntwo\r\n'],
    ['one\r\n\ntwo\r\n', 'one\r\n\r\ntwo\r\n'],
    ['no end', 'no end\r\n'],
    ['no end\r', 'no end\r\n'],
    ['no end\n', 'no end\r\n'],
    ['', '\r\n'],
    ['\u00e9t\u00e9\n', '\u00e9t\u00e9\r\n'],
    ['one\n\u2028.two', 'one\r\n\u2028.two\r\n'],
  ])('has CRLF at each line end and each leading dot twice: %j', (mail, wire) => {
    expect(wireForm([Buffer.from(mail)]).toString()).toBe(wire)
  })

  it('is the same whatever pieces it comes in, small or large, and when they come again', () => {
    const mail = `Subject: x\r\n\r\n.one\r\n${'.two, '.repeat(400)}\r\n.\r\nthree\n.four\r\n.`
    const whole = wireForm([Buffer.from(mail)]).toString()
    expect(whole).toContain('\r\n..\r\nthree\r\n..four\r\n..\r\n')
    for (let at = 0; at <= mail.length; at++) {
      const pieces = [mail.slice(0, at), mail.slice(at), '\r\n'].map(piece => Buffer.from(piece))
      for (let again = 0; again < 2; again++) expect(wireForm(pieces).toString()).toBe(whole)
    }
    const lines = mail.split(/(?<=\r\n)/).map(line => Buffer.from(line))
    for (let again = 0; again < 2; again++) expect(wireForm(lines).toString()).toBe(whole)
  })
})
