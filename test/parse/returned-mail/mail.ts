/** A mail from header lines and a body, as bytes, for the tests of reports. */
export function mail(headers: string, body: string): Uint8Array {
  return new TextEncoder().encode(`${headers.trim()}\n\n${body}`)
}

/** A DSN of three parts: text, delivery-status, returned header. */
export function dsn(parts: {
  text?: string
  status: string
  returned?: string
  headers?: string
}): Uint8Array {
  const headers = `From: MAILER-DAEMON@mx.relay.example
To: <edition-x7k2@bounces.region.example>
Subject: Undelivered Mail Returned to Sender
Date: Thu, 2 Apr 2020 09:03:00 +0200
${parts.headers ?? ''}MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_report"`
  return mail(
    headers,
    `--=_report
Content-Type: text/plain; charset=utf-8

${parts.text ?? 'Your message could not be delivered.'}
--=_report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.relay.example
Original-Envelope-Id: 17

${parts.status}
--=_report
Content-Type: text/rfc822-headers

${parts.returned ?? 'Message-ID: <2020-w14.17@region.example>\nTo: bourgmestre@commune-a.example\nReturn-Path: <edition-x7k2@bounces.region.example>\n'}
--=_report--
`,
  )
}
