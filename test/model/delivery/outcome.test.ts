import { describe, expect, it } from '@jest/globals'
import { classOf, parseReply, type Reply } from '../../../src/model/delivery/outcome.js'
import { nextDue } from '../../../src/model/delivery/retry.js'

describe('a reply of the next hop', () => {
  it.each([
    ['250 2.0.0 Ok: queued as 4Rk2', 'accepted', '2.0.0'],
    ['250-first line\r\n250 2.6.0 queued', 'accepted', null],
    ['421 4.3.2 Service shutting down', 'transient', '4.3.2'],
    ['450 4.2.0 <a@b.example>: Recipient address rejected: Greylisted', 'transient', '4.2.0'],
    ['451 Temporary local problem', 'transient', null],
    ['452 4.2.2 Mailbox full', 'transient', '4.2.2'],
    ['550 5.1.1 <a@b.example>: User unknown in virtual mailbox table', 'permanent', '5.1.1'],
    ['550 No such user here', 'permanent', null],
    ['552 5.2.2 Mailbox quota exceeded', 'transient', '5.2.2'],
    ['552 Requested mail action aborted: exceeded storage allocation', 'transient', null],
    ['554 5.7.1 Service unavailable; client host blocked using Spamhaus', 'sender', '5.7.1'],
    ['550 5.7.26 This mail is unauthenticated', 'sender', '5.7.26'],
    // Exchange: one mailbox that takes mail of some only; the others are not concerned.
    ['550 5.7.129 RESOLVER.RST.RestrictedToRecipientsPermission', 'permanent', '5.7.129'],
    ['550 5.7.1 RESOLVER.RST.NotAuthorized; not authorized', 'permanent', '5.7.1'],
    ['554 Your IP is on our block list', 'sender', null],
    ['550 5.1.8 <x@agence.example>: Sender address rejected: Domain not found', 'sender', '5.1.8'],
    ['550 5.1.0 <x@agence.example>: Sender address rejected: User unknown', 'sender', '5.1.0'],
    ['504 5.5.2 <estafette>: Helo command rejected: need fully-qualified hostname', 'sender', '5.5.2'],
    ['552 5.3.4 Message size exceeds fixed limit', 'sender', '5.3.4'],
    ['554 5.6.0 Message contains invalid header', 'sender', '5.6.0'],
    ['552 Message size exceeds mailbox quota', 'transient', null],
    ['554 This looks like spam', 'sender', null],
    ['550 5.5.0 Requested action not taken: mailbox unavailable', 'permanent', '5.5.0'],
    ['501 5.1.3 Bad recipient address syntax', 'permanent', '5.1.3'],
    ['550 5.1.1 <anti-spam@c21001.example>: Recipient address rejected: User unknown', 'permanent', '5.1.1'],
    ['535 5.7.8 Authentication credentials invalid', 'sender', '5.7.8'],
    ['530 Authentication required', 'sender', null],
  ])('%s is of class %s', (response, expected, status) => {
    const reply = parseReply(response) as Reply
    expect([classOf(reply), reply.enhancedStatus]).toEqual([expected, status])
  })

  it('ignores an enhanced status whose class contradicts the code', () => {
    expect(parseReply('450 5.1.1 try again')?.enhancedStatus).toBeNull()
  })

  it('keeps control characters out of what people read', () => {
    expect(parseReply('550 5.1.1 a\u0000b\u2028c')?.text).toBe('a b c')
  })

  it('is no reply without a code', () => {
    expect(parseReply('Connection closed')).toBeNull()
    expect(parseReply('')).toBeNull()
  })
})

describe('the next attempt', () => {
  const now = new Date('2026-11-26T08:00:00Z')
  const expires = new Date('2026-11-29T08:00:00Z')
  const minutes = (due: Date | null) => due && (due.getTime() - now.getTime()) / 60_000

  it('waits longer after each refusal, up to half an hour', () => {
    const waits = [1, 2, 3, 4, 5, 9].map(number =>
      minutes(nextDue({ kind: 'transient' }, number, now, expires, 0)),
    )
    expect(waits).toEqual([1, 5, 10, 15, 30, 30])
  })

  it('comes within 36 seconds after a lost connection, until it has lost twenty', () => {
    for (const number of [1, 5, 19])
      expect(minutes(nextDue({ kind: 'lost' }, number, now, expires, 0.99))).toBeLessThan(0.61)
    expect(minutes(nextDue({ kind: 'lost' }, 20, now, expires, 0))).toBe(5)
  })

  it('never comes once the edition has expired by then', () => {
    expect(nextDue({ kind: 'transient' }, 1, now, new Date('2026-11-26T08:00:30Z'), 0)).toBeNull()
  })
})
