import { describe, expect, it } from '@jest/globals'
import { classifyReport } from '../../../src/parse/returned-mail/report.js'
import { showReport } from '../../../src/parse/returned-mail/shown-report.js'
import { dsn, mail } from './mail.js'

const group = (fields: string) => `Final-Recipient: rfc822; bourgmestre@commune-a.example\n${fields}`
const first = (fields: string, text?: string) => {
  const report = classifyReport(dsn({ status: group(fields), text }))
  expect(report.kind).toBe('dsn')
  return report.recipients[0]
}

describe('A delivery status notification (RFC 3464)', () => {
  it.each([
    ['failed', '5.1.1', 'bounced'],
    ['delayed', '4.4.1', 'deferred'],
    ['delivered', '2.1.5', 'accepted'],
    ['relayed', '2.0.0', 'accepted'],
    ['expanded', '2.0.0', 'accepted'],
    // The MTA that reports is still trying, whatever the code says.
    ['delayed', '5.7.1', 'deferred'],
    // Given up, but the address may be good.
    ['failed', '4.4.7', 'deferred'],
    ['failed', '4.2.2', 'deferred'],
  ])('with action %s and status %s is %s', (action, status, outcome) => {
    expect(first(`Action: ${action}\nStatus: ${status}`)).toMatchObject({ action, status, outcome })
  })

  it.each([
    ['Status: 5.1.1 (bad destination mailbox address)', '5.1.1'],
    ['Status: 5.0.0\nDiagnostic-Code: smtp; 550 5.1.1 <x@y.example>... User unknown', '5.1.1'],
    ['Status: 5.0.0\nDiagnostic-Code: smtp; 550 User unknown', '5.0.0'],
    ['Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.7.1 IP address blacklisted by recipient', '5.7.1'],
    ['Status: 4.4.7\nDiagnostic-Code: smtp; 450 4.7.1 Greylisted', '4.4.7'],
    ['Diagnostic-Code: smtp; 550-5.2.1 The account is disabled\n  550 5.2.1 see help', '5.2.1'],
    ['Diagnostic-Code: smtp; 552 mailbox full', '5.2.2'],
    ['Diagnostic-Code: smtp; 452 mailbox full', '4.2.2'],
    ['Diagnostic-Code: smtp; 550 no such user', '5.1.1'],
    ['Diagnostic-Code: smtp; 551 whatever', '5.1.6'],
    ['Diagnostic-Code: smtp; 550 host mx1.example[10.5.1.1] says so', '5.0.0'],
    ['Diagnostic-Code: X-Postfix; unknown user: "bourgmestre"', '5.1.1'],
    ['Status: garbage\nDiagnostic-Code: X-Notes; utilisateur inconnu', '5.1.1'],
    ['Status: 9.9.9', '5.0.0'],
  ])('failed with %j has the status %s', (fields, status) => {
    expect(first(`Action: failed\n${fields}`)).toMatchObject({
      status,
      outcome: status[0] === '4' ? 'deferred' : 'bounced',
    })
  })

  it('keeps what the words mean beside a vague code', () => {
    expect(first('Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 mailbox is full')).toMatchObject({
      status: '5.0.0',
      cause: 'mailbox-full',
    })
  })

  it('tells a full mailbox, an unknown user and the sender’s own problem apart', () => {
    const causes = [
      '552 5.2.2 over quota',
      '550 5.1.1 user unknown',
      '554 5.7.1 blocked using zen.spamhaus.org',
    ].map(diagnostic => first(`Action: failed\nDiagnostic-Code: smtp; ${diagnostic}`)?.cause)
    expect(causes).toEqual(['mailbox-full', 'user-unknown', 'refused-policy'])
  })

  it('takes the action from the status when the action is missing', () => {
    expect(first('Status: 4.4.1')).toMatchObject({ action: 'delayed', outcome: 'deferred' })
    expect(first('Status: 5.1.1')).toMatchObject({ action: 'failed', outcome: 'bounced' })
  })

  it('reads each recipient on its own', () => {
    const status = `Final-Recipient: rfc822; a@commune-a.example
Action: failed
Status: 5.1.1

Original-Recipient: rfc822;b@commune-b.example
Final-Recipient: rfc822;<forward@elsewhere.example>
Action: delayed
Status: 4.2.2

Final-Recipient: rfc822; c@commune-c.example
Action: relayed
Status: 2.0.0`
    const { recipients, envelopeTo } = classifyReport(dsn({ status }))
    expect(recipients.map(({ address, outcome }) => [address, outcome])).toEqual([
      ['a@commune-a.example', 'bounced'],
      ['b@commune-b.example', 'deferred'],
      ['c@commune-c.example', 'accepted'],
    ])
    expect(envelopeTo).toContain('b@commune-b.example')
  })

  it('survives groups that are glued together, in another order, and with comments', () => {
    const status = `ACTION: Failed (permanent)
STATUS: 5.2.2
FINAL-RECIPIENT: RFC822; a@commune-a.example
Final-Recipient: rfc822; b@commune-b.example
Action: failed
Status: 5.1.1`
    const { recipients } = classifyReport(dsn({ status }))
    expect(recipients.map(({ address, status }) => [address, status])).toEqual([
      ['a@commune-a.example', '5.2.2'],
      ['b@commune-b.example', '5.1.1'],
    ])
  })

  it('finds the address in the text when the fields have none', () => {
    const report = classifyReport(
      dsn({
        text: "Votre message n'a pas pu être remis à :\n\n  <echevin@commune-a.example> : utilisateur inconnu",
        status: 'Final-Recipient: system;<>\nAction: failed\nStatus: 5.0.0',
      }),
    )
    expect(report.recipients).toMatchObject([
      { address: 'echevin@commune-a.example', status: '5.0.0', cause: 'user-unknown' },
    ])
  })

  it('gives what a later step matches by', () => {
    const report = classifyReport(dsn({ status: group('Action: failed\nStatus: 5.1.1') }))
    expect(report).toMatchObject({
      references: ['<2020-w14.17@region.example>'],
      returnedTo: ['edition-x7k2@bounces.region.example'],
      envelopeTo: ['bourgmestre@commune-a.example'],
      returnPaths: ['edition-x7k2@bounces.region.example'],
      envelopeId: '17',
    })
  })

  it('shows the six fields of a recipient and nothing else', () => {
    const report = classifyReport(
      dsn({ status: group('Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 unknown') }),
    )
    expect(showReport(report)).toEqual({
      kind: 'dsn',
      recipients: [
        {
          address: 'bourgmestre@commune-a.example',
          action: 'failed',
          status: '5.1.1',
          outcome: 'bounced',
          reason: '550 5.1.1 unknown',
          cause: 'user-unknown',
        },
      ],
    })
  })

  it('puts the reason on one line, without control characters', () => {
    const report = classifyReport(
      dsn({ status: group('Action: failed\nDiagnostic-Code: smtp; 550 a\u0000b\n\tc\u2028d') }),
    )
    expect(report.recipients[0]?.reason).toBe('550 a b c d')
  })

  it.each(['base64', 'quoted-printable'])('reads a status part in %s', encoding => {
    const status =
      'Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; a@commune-a.example\nAction: failed\nStatus: 5.1.1\n'
    const body =
      encoding === 'base64' ? Buffer.from(status).toString('base64') : status.replaceAll('=', '=3D')
    const report = classifyReport(
      mail(
        'From: x@y.example\nContent-Type: multipart/report; boundary=b',
        `--b\nContent-Type: message/global-delivery-status\nContent-Transfer-Encoding: ${encoding}\n\n${body}\n--b--`,
      ),
    )
    expect(report.recipients).toMatchObject([{ address: 'a@commune-a.example', status: '5.1.1' }])
  })
})
