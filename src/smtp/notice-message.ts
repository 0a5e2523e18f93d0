import MailComposer from 'nodemailer/lib/mail-composer'
import type { RenderedMail } from '../model/editions/edition.js'
import type { Language } from '../model/language/language.js'
import type { MailAddress } from './message.js'

export type NoticeHeaders = {
  from: MailAddress
  to: MailAddress
  date: Date
  messageId: string
  languages: Language[]
}

/** The bytes of a staff mail: multipart/alternative, quoted-printable, marked as automatic (RFC 3834 §5). */
export function noticeBytes(headers: NoticeHeaders, mail: RenderedMail): Promise<Buffer> {
  const composer = new MailComposer({
    ...headers,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    textEncoding: 'quoted-printable',
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': headers.languages.join(', ') },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return composer.compile().build()
}
