/** Mails as they come back, for the tests of what follows from them. */

export type Returned = {
  /** Where it comes in: the return path of our mail, or any other address. */
  to: string
  date?: string
  /** More lines of the header. */
  headers?: string
}

export type Dsn = Returned & {
  recipient: string
  action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded'
  status: string
  words: string
  /** The header of the mail that it returns. */
  returned?: string
}

const DATE = 'Thu, 26 Nov 2026 10:00:00 +0100'

/** Feedback of a mailbox provider about one of our mails (RFC 5965). */
export function feedbackMail({ to, type, messageId }: Returned & { type: string; messageId: string }) {
  return mail(
    [
      'From: fbl@provider.example',
      `To: ${to}`,
      'Subject: FW: Mesures',
      `Date: ${DATE}`,
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=feedback-report; boundary="=_fbl"',
    ],
    [
      '--=_fbl',
      'Content-Type: message/feedback-report',
      '',
      `Feedback-Type: ${type}`,
      'Version: 1',
      '',
      '--=_fbl',
      'Content-Type: message/rfc822',
      '',
      `Message-ID: ${messageId}`,
      '',
      '--=_fbl--',
    ],
  )
}

/** A delivery status notification as Postfix writes it (RFC 3464). */
export function dsnMail({
  to,
  date = DATE,
  headers = '',
  recipient,
  action,
  status,
  words,
  returned = '',
}: Dsn) {
  return mail(
    [
      'Return-Path: <>',
      `Delivered-To: ${to}`,
      'From: MAILER-DAEMON@relay.example (Mail Delivery System)',
      `To: ${to}`,
      'Subject: Undelivered Mail Returned to Sender',
      `Date: ${date}`,
      'Auto-Submitted: auto-replied',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="=_dsn"',
      headers,
    ],
    [
      '--=_dsn',
      'Content-Type: text/plain; charset=us-ascii',
      '',
      'This is the mail system at host relay.example.',
      '',
      `<${recipient}>: ${words}`,
      '--=_dsn',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; relay.example',
      '',
      `Final-Recipient: rfc822; ${recipient}`,
      `Action: ${action}`,
      `Status: ${status}`,
      `Diagnostic-Code: smtp; ${words}`,
      '',
      '--=_dsn',
      'Content-Type: text/rfc822-headers',
      '',
      returned,
      '',
      '--=_dsn--',
    ],
  )
}

export type Reply = Returned & { inReplyTo?: string; text: string }

/** What a person answers. */
export function replyMail({ to, date = DATE, headers = '', inReplyTo, text }: Reply) {
  return mail(
    [
      'From: Bourgmestre <bourgmestre@ixelles.example>',
      `To: ${to}`,
      'Subject: Re: Estafette',
      `Date: ${date}`,
      ...(inReplyTo ? [`In-Reply-To: ${inReplyTo}`, `References: ${inReplyTo}`] : []),
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      headers,
    ],
    [text],
  )
}

/** What a machine answers for somebody who is away. */
export function awayMail({ headers = '', ...rest }: Reply) {
  return replyMail({
    ...rest,
    headers: ['Auto-Submitted: auto-replied', headers].filter(Boolean).join('\r\n'),
  })
}

function mail(headers: string[], body: string[]): Uint8Array {
  return Buffer.from([...headers.filter(line => line !== ''), '', ...body, ''].join('\r\n'))
}

/** All orders of a list. */
export function permutations<T>(list: T[]): T[][] {
  if (list.length === 0) return [[]]
  return list.flatMap((one, index) =>
    permutations([...list.slice(0, index), ...list.slice(index + 1)]).map(rest => [one, ...rest]),
  )
}
