import { describe, expect, it } from '@jest/globals'
import { classifyReport } from '../../../src/parse/returned-mail/report.js'
import { mail } from './mail.js'

describe('A complaint', () => {
  it('is a feedback report (RFC 5965)', () => {
    const report = classifyReport(
      mail(
        'From: feedback@provider.example\nTo: fbl@region.example\nSubject: FW: Mesures\nContent-Type: multipart/report; report-type=feedback-report; boundary=b',
        `--b
Content-Type: text/plain

This is an email abuse report.
--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Feedback/1.0
Version: 1
Original-Mail-From: <edition-x7k2@bounces.region.example>
Original-Rcpt-To: <bourgmestre@commune-a.example>
--b
Content-Type: message/rfc822

Message-ID: <17@region.example>
To: bourgmestre@commune-a.example

Hello
--b--`,
      ),
    )
    expect(report).toMatchObject({
      kind: 'complaint',
      references: ['<17@region.example>'],
      returnPaths: ['edition-x7k2@bounces.region.example'],
      recipients: [
        {
          address: 'bourgmestre@commune-a.example',
          action: null,
          status: null,
          outcome: 'accepted',
          reason: 'abuse',
        },
      ],
    })
  })

  it('comes as a forward from Hotmail', () => {
    const report = classifyReport(
      mail(
        'From: staff@hotmail.com\nSubject: complaint about message from 192.0.2.1\nContent-Type: multipart/mixed; boundary=b',
        '--b\nContent-Type: message/rfc822\n\nX-HmXmrOriginalRecipient: echevin@commune-b.example\nMessage-ID: <18@region.example>\n\nHello\n--b--',
      ),
    )
    expect(report).toMatchObject({ kind: 'complaint', references: ['<18@region.example>'] })
    expect(report.recipients.map(({ address }) => address)).toEqual(['echevin@commune-b.example'])
  })
})

describe('A read receipt (RFC 8098)', () => {
  it('is an automatic reply of its own sort', () => {
    const report = classifyReport(
      mail(
        'From: bourgmestre@commune-a.example\nSubject: Lu : Mesures\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b',
        `--b
Content-Type: text/plain

Votre message a été lu.
--b
Content-Type: message/disposition-notification

Final-Recipient: rfc822;bourgmestre@commune-a.example
Original-Message-ID: <17@region.example>
Disposition: manual-action/MDN-sent-manually; displayed
--b--`,
      ),
    )
    expect(report).toMatchObject({
      kind: 'auto-reply',
      receipt: 'read-receipt',
      references: ['<17@region.example>'],
      recipients: [{ address: 'bourgmestre@commune-a.example', outcome: 'accepted', reason: 'displayed' }],
    })
  })
})
