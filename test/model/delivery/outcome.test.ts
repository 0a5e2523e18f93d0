import { describe, expect, it } from '@jest/globals'
import { causeOf, type Reply } from '../../../src/model/delivery/outcome.js'
import { classOf, parseReply } from '../../../src/model/delivery/parse-reply.js'
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
    ['554 5.7.1 Service unavailable; client host blocked using Spamhaus', 'unwelcome', '5.7.1'],
    ['550 5.7.26 This mail is unauthenticated', 'unwelcome', '5.7.26'],
    // Exchange: one mailbox that takes mail of some only; the others are not concerned.
    ['550 5.7.129 RESOLVER.RST.RestrictedToRecipientsPermission', 'permanent', '5.7.129'],
    ['550 5.7.1 RESOLVER.RST.NotAuthorized; not authorized', 'permanent', '5.7.1'],
    ['554 Your IP is on our block list', 'unwelcome', null],
    ['550 5.1.8 <x@agence.example>: Sender address rejected: Domain not found', 'unwelcome', '5.1.8'],
    ['550 5.1.0 <x@agence.example>: Sender address rejected: User unknown', 'unwelcome', '5.1.0'],
    ['504 5.5.2 <estafette>: Helo command rejected: need fully-qualified hostname', 'unwelcome', '5.5.2'],
    ['552 5.3.4 Message size exceeds fixed limit', 'unwelcome', '5.3.4'],
    ['554 5.6.0 Message contains invalid header', 'unwelcome', '5.6.0'],
    ['552 Message size exceeds mailbox quota', 'transient', null],
    ['554 This looks like spam', 'unwelcome', null],
    ['550 5.5.0 Requested action not taken: mailbox unavailable', 'permanent', '5.5.0'],
    ['501 5.1.3 Bad recipient address syntax', 'permanent', '5.1.3'],
    ['550 5.1.1 <anti-spam@c21001.example>: Recipient address rejected: User unknown', 'permanent', '5.1.1'],
    ['535 5.7.8 Authentication credentials invalid', 'sender', '5.7.8'],
    ['530 Authentication required', 'sender', null],
  ])('%s is of class %s', (response, expected, status) => {
    const reply = parseReply(response) as Reply
    expect([classOf(reply), reply.enhancedStatus]).toEqual([expected, status])
  })

  it.each([
    // Words about the recipient outweigh a policy code.
    ['550 5.7.1 User unknown', 'permanent', 'user-unknown'],
    [
      '550 5.7.1 <m@c.example>: Recipient address rejected: User unknown in table',
      'permanent',
      'user-unknown',
    ],
    ['554 5.7.1 <m@c.example>: Recipient address rejected: Access denied', 'permanent', 'user-unknown'],
    ['550 5.7.1 Utilisateur inconnu', 'permanent', 'user-unknown'],
    ['550 5.7.1 Gebruiker onbekend', 'permanent', 'user-unknown'],
    ['550 5.7.1 Empfänger unbekannt', 'permanent', 'user-unknown'],
    ['550 5.7.1 Mailbox disabled', 'permanent', 'mailbox-disabled'],
    ['550 5.7.1 Boîte aux lettres désactivée', 'permanent', 'mailbox-disabled'],
    ['550 5.7.1 Mailbox uitgeschakeld', 'permanent', 'mailbox-disabled'],
    ['550 5.7.1 Konto deaktiviert', 'permanent', 'mailbox-disabled'],
    // A full mailbox gets emptied, whatever the code.
    ['550 Quota exceeded', 'transient', 'mailbox-full'],
    ['554 5.7.1 mailbox full', 'transient', 'mailbox-full'],
    ['550 5.7.1 La boîte aux lettres de ce destinataire est pleine', 'transient', 'mailbox-full'],
    ['550 Boîte pleine', 'transient', 'mailbox-full'],
    ['550 5.2.0 Het postvak van de geadresseerde is vol', 'transient', 'mailbox-full'],
    ['550 5.7.1 Das Postfach ist voll', 'transient', 'mailbox-full'],
    ['522 5.2.0 Delivery failed: Over quota', 'transient', 'mailbox-full'],
    ['554 5.2.0 STOREDRV.Deliver.Exception:QuotaExceededException', 'transient', 'mailbox-full'],
    // Too much too fast, also with a code for good, is no full mailbox and no block.
    ['550 5.7.1 Sender rate limit exceeded', 'transient', 'too-many'],
    ['550-5.7.1 An unusual rate of\r\n550-5.7.1 unsolicited mail from your IP', 'transient', 'too-many'],
    ['550 5.2.122 The recipient has exceeded their limit', 'transient', 'too-many'],
    ['550 5.2.2 Submission quota exceeded', 'transient', 'too-many'],
    ['550 5.4.5 Daily sending quota exceeded', 'transient', 'too-many'],
    ['550 5.7.1 Greylisted, try again later', 'transient', 'greylisted'],
    ['554 5.3.0 Other mail system problem', 'transient', 'system-failure'],
    // Ourselves, in words that name a user, too.
    ['550 5.7.1 Verification failed for <bounce+x@agence.example>', 'unwelcome', 'refused-sender'],
    ['550 Sender verify failed: user unknown', 'unwelcome', 'refused-sender'],
    ['550 5.7.1 Service refused, your domain has been suspended', 'unwelcome', 'refused-policy'],
    ['550 5.2.1 Mailbox unavailable. Your IP address is listed', 'unwelcome', 'refused-policy'],
    ['554 5.7.1 <m@c.example>: Relay access denied', 'unwelcome', 'relay-denied'],
    // Names say nothing.
    ['550 5.1.1 <rblais@c.example>: User unknown', 'permanent', 'user-unknown'],
    ['550 5.1.1 host mx.spf-finances.example[192.0.2.4] said: 550 User unknown', 'permanent', 'user-unknown'],
    ['550 5.1.1 <m@c.example>: Access denied', 'permanent', 'user-unknown'],
  ])('%s is %s, for %s', (response, expected, cause) => {
    const reply = parseReply(response) as Reply
    expect([classOf(reply), causeOf(reply)]).toEqual([expected, cause])
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
