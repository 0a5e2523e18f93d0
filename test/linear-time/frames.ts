import { markdownToHtml, markdownToText } from '../../src/mjml/markdown.js'
import { renderEdition } from '../../src/mjml/render.js'
import { BRUSSELS } from '../../src/model/agency/agency.js'
import type { EditionContent } from '../../src/model/editions/edition.js'
import { sharedDraft, withoutAsker } from '../../src/model/follow-ups/shared-question.js'
import { classifyReport } from '../../src/parse/returned-mail/report.js'
import { looksHalfWritten } from '../../src/parse/update/half-written.js'
import { parseUpdateFile } from '../../src/parse/update/update-file.js'
import { DOCUMENT_LIMIT_BYTES, parseFile } from '../../src/parse/word/parse-file.js'
import { readWordFile } from '../../src/parse/word/word-file.js'
import { parseWordUpdate } from '../../src/parse/word/word-update.js'
import { packWordFile } from '../../src/present/word/word-template.js'
import { parse } from '../support/roster-files.js'
import { sampleItem, sampleReader } from '../support/sample-edition.js'
import { KNOWN } from '../support/update-files.js'
import type { Feed } from './feeds.js'

/** What comes from outside, whole, with the text in one place of it. */
export function framedFeeds(edition: EditionContent): Feed[] {
  return [
    ...Object.entries(MAILS).map(([place, mail]) => ({
      name: `a mail: ${place}`,
      isHeader: IN_HEADER.includes(place),
      take: (text: string) => classifyReport(Buffer.from(mail(text), 'utf8')),
    })),
    ...Object.entries(UPDATES).map(([place, update]) => ({
      name: `an update: ${place}`,
      take: (text: string) => parseUpdateFile(Buffer.from(update(text)), { ...KNOWN, file: 'a.md' }),
    })),
    ...Object.entries(ROSTERS).map(([place, roster]) => ({
      name: `a roster: ${place}`,
      take: (text: string) => parse(roster(text)),
    })),
    { name: 'a Word file: a paragraph', take: takeWord },
    { name: 'an OpenDocument text: a paragraph', take: takeOpenDocument },
    ...(['title', 'summary', 'body'] as const).map(part => ({
      name: `an edition: a ${part}`,
      take: (text: string) => renderEdition(withText(edition, part, text), sampleReader()),
    })),
    {
      name: 'an update: half of it',
      take: text => looksHalfWritten(Buffer.from(text), { problems: [], warnings: [] }),
    },
    {
      name: 'a question to share: its text',
      take: text => withoutAsker(text, { names: ['Madame Aa Abc'], communes: [] }),
    },
    {
      name: 'a question to share: its draft',
      take: text =>
        sharedDraft(
          'f1',
          { kind: 'question', language: 'fr', question: text, answer: text } as never,
          BRUSSELS,
        ),
    },
    { name: 'Markdown: a body in HTML', take: text => markdownToHtml(text, 'fr') },
    { name: 'Markdown: a body in text', take: text => markdownToText(text, 'fr') },
  ]
}

const HEAD = 'From: a@b.example\nTo: c@d.example\nDate: Tue, 24 Nov 2026 09:00:00 +0100\n'
const MAILS: Record<string, (text: string) => string> = {
  'all of it': text => text,
  'its subject': text => `${HEAD}Subject: ${text}\n\nBonjour,\n`,
  'its plain body': text =>
    `${HEAD}Subject: Re: Mesures\nContent-Type: text/plain; charset=utf-8\n\n${text}\n`,
  'its HTML body': text =>
    `${HEAD}Subject: Re\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<p>${text}</p>\n`,
  'an automatic reply': text =>
    `${HEAD}Subject: Absence\nAuto-Submitted: auto-replied\n\nJe suis absent jusqu'au 3 décembre. ${text}\n`,
  'its references': text => `${HEAD}References: <${text}>\nSubject: Re\n\nOui.\n`,
  'its sender': text => `From: ${text}\nSubject: Re\n\nOui.\n`,
  'its type': text => `${HEAD}Content-Type: multipart/mixed; boundary="${text}"\n\n--x\n\na\n`,
  'a bounce in words': text =>
    `From: MAILER-DAEMON@b.example\nSubject: Undelivered Mail Returned to Sender\n\nThis is the mail system.\n\n<c@d.example>: ${text}\n`,
  'the diagnosis of a bounce': text =>
    `From: MAILER-DAEMON@b.example\nSubject: Undelivered\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\n${text}\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; c@d.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 ${text}\n--b--\n`,
  'quoted-printable': text =>
    `${HEAD}Subject: Re\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n${text}\n`,
}

const IN_HEADER = ['its subject', 'its references', 'its sender', 'its type']

const FRONT = 'id: prime\nkind: support\ntopic: economy\nlevel: region\n'
const BODY = '# fr: Prime unique\n\nUne prime.\n\n# nl: Eenmalige premie\n\nEen premie.\n'
const UPDATES: Record<string, (text: string) => string> = {
  'all of it': text => text,
  'its body': text =>
    `---\n${FRONT}---\n# fr: Prime unique\n\nUne prime.\n\n${text}\n\n# nl: Premie\n\nEen premie.\n\n${text}\n`,
  'its summary': text => `---\n${FRONT}---\n# fr: Prime unique\n\n${text}\n\n# nl: Premie\n\nEen premie.\n`,
  'its title': text => `---\n${FRONT}---\n# fr: ${text}\n\nUne prime.\n\n# nl: Premie\n\nEen premie.\n`,
  'its keys': text => `---\n${FRONT}${text}\n---\n${BODY}`,
  'the value of a key': text => `---\n${FRONT}authority: ${text}\n---\n${BODY}`,
  'a quoted value': text => `---\n${FRONT}authority: "${text}"\n---\n${BODY}`,
  'a link': text =>
    `---\n${FRONT}---\n# fr: Prime\n\n[lien](${text})\n\n# nl: Premie\n\n[link](https://a.example)\n`,
}

const COLUMNS =
  'id;commune;role;acting;competences;name;salutation_fr;salutation_nl;languages;email;since;until\n'
const ROSTERS: Record<string, (text: string) => { mandates?: string; communes?: string; staff?: string }> = {
  'all of the mandates': text => ({ mandates: text }),
  'a name': text => ({
    mandates: `${COLUMNS}a;21001;mayor;no;health;${text};M.,;M.,;fr;a@b.example;2018-12-03;\n`,
  }),
  'an address': text => ({
    mandates: `${COLUMNS}a;21001;mayor;no;health;N;M.,;M.,;fr;${text};2018-12-03;\n`,
  }),
  'a quoted cell': text => ({
    mandates: `${COLUMNS}a;21001;mayor;no;health;"${text}";M.,;M.,;fr;a@b.example;;\n`,
  }),
  'the communes': text => ({ communes: `communes:\n  - nis: '21001'\n    name: ${text}\n` }),
  'the staff': text => ({ staff: `staff:\n  - id: a\n    phone: ${text}\n` }),
}

function withText(edition: EditionContent, part: string, text: string): EditionContent {
  const whole = { title: 'T', summary: 'S.', body: '', [part]: text }
  return { ...edition, items: [sampleItem({ text: { fr: whole, nl: whole } })] }
}

const inXml = (text: string) =>
  text.replace(/[<&]/g, ' ').replace(/[^\t\n\r -\ud7ff\ue000-\u{10ffff}]/gu, ' ')

function takeOpenDocument(text: string): unknown {
  const paragraph = `<text:p>${inXml(text)}</text:p>`
  const item = `<text:list><text:list-item>${paragraph}</text:list-item></text:list>`
  const file = `<office:document ${NAMESPACES}><office:body><office:text>${paragraph}${item}</office:text></office:body></office:document>`
  return parseFile(Buffer.from(file), DOCUMENT_LIMIT_BYTES, { ...KNOWN, file: 'a.fodt' })
}

const NAMESPACES =
  'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'

function takeWord(text: string): unknown {
  const escaped = inXml(text)
  const run = (properties: string) =>
    `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${escaped}</w:t></w:r>`
  const item = `<w:p><w:pPr><w:pStyle w:val="ListNumber"/></w:pPr>${run('')}</w:p>`
  const raised = run('<w:vertAlign w:val="superscript"/>')
  const bytes = packWordFile(
    `<w:p>${run('')}${raised}${run('<w:rFonts w:ascii="Symbol"/>')}</w:p>${item}${item}`,
  )
  const read = readWordFile(bytes)
  return 'document' in read ? parseWordUpdate(read.document, { ...KNOWN, file: 'a.docx' }) : read
}
