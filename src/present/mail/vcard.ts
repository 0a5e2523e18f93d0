import { folded } from '../../model/language/folding.js'

/** The contents of a contact card, as plain texts. `kind`: the kind of phone. */
export type Card = {
  uid: string
  name: string
  title: string
  organisation: string
  email: string | null
  language: string
  phones: { number: string; kind: 'cell' | 'voice'; label: string }[]
}

/**
 * A vCard 3.0 (RFC 2426), since Outlook can't read 4.0: UTF-8, CRLF, lines folded at 75 octets (§2.6). The name stays whole, as in the list. Numbers
 * have the labels of current address books.
 */
export function vcard({ uid, name, title, organisation, email, language, phones }: Card): string {
  const lines = [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `UID:${text(uid)}`,
    `FN:${text(name)}`,
    `N:${text(name)};;;;`,
    `ORG:${text(organisation)}`,
    `TITLE:${text(title)}`,
    ...(email ? [`EMAIL;TYPE=INTERNET,PREF:${text(email)}`] : []),
    ...phones.flatMap(({ number, kind, label }, index) => [
      `item${index + 1}.TEL;TYPE=WORK,${kind.toUpperCase()}${index === 0 ? ',PREF' : ''}:${text(number)}`,
      `item${index + 1}.X-ABLABEL:${text(label)}`,
    ]),
    `LANG:${text(language)}`,
    'END:VCARD',
  ]
  return `${lines.map(folded).join('\r\n')}\r\n`
}

/** Escapes text as in RFC 2426 §5. */
const text = (value: string) =>
  value
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r\n?|\n/g, '\\n')
    .replace(/\p{Cc}/gu, ' ')
