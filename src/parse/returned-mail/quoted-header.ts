import { fold } from '../../model/delivery/phrase.js'

type Kind = 'from' | 'date' | 'to' | 'subject' | 'other'

/** Labels that mail programs write above a quoted mail; folded. */
const LABELS: Record<Kind, string> = {
  from: 'de|from|van|von|da|expediteur|emetteur|afzender|absender|mittente|remitente|fran|fra|od|от',
  date: "envoye|envoye le|date|date d'envoi|sent|verzonden|datum|gesendet|inviato|data|fecha|enviado|message du|recu|received|skickat|sendt|dato|wyslano|отправлено|дата",
  to: 'a|to|aan|an|per|pour|destinataire|destinataires|ontvanger|ontvangers|empfanger|para|naar|till|til|do|кому',
  subject: 'objet|subject|onderwerp|betreff|oggetto|sujet|asunto|assunto|amne|emne|temat|тема',
  other:
    'cc|cci|bcc|copie|copie a|kopie|kopie aan|kopie an|reply-to|reply to|repondre a|antwoord aan|antwort an|risposta|risposta a|priorite|priority|prioriteit|importance|urgentie|pieces jointes|attachments|bijlagen|anlagen',
}
const KIND_OF = new Map(
  Object.entries(LABELS).flatMap(([kind, labels]) =>
    labels.split('|').map((label): [string, Kind] => [label, kind as Kind]),
  ),
)

const LONGEST_LABEL = 30
/** The most lines of a quoted mail's header, with long recipient lists. */
const MOST_LINES = 25

type QuotedField = { kind: Kind; value: string }

/** A line such as `De : Agence <info@agence.example>`, also in bold (`*De :*`); null when it is none. */
function fieldIn(line: string): QuotedField | null {
  const bare = line.slice(0, 400).replaceAll('*', '').trim()
  const colon = bare.slice(0, LONGEST_LABEL).indexOf(':')
  if (colon < 1) return null
  const kind = KIND_OF.get(fold(bare.slice(0, colon)).trim())
  return kind ? { kind, value: bare.slice(colon + 1).trim() } : null
}

/**
 * The number of lines of a quoted mail's header that begins here; 0 when none does. It names sender and recipient, or sender, time and subject, with
 * an address or time of day. "Objet : terrasses, Date : 20 mai, De : 10 h" is an author's list.
 */
export function quotedHeaderLength(lines: string[], index: number): number {
  const first = fieldIn(lines[index] ?? '')
  if (!first) return 0
  const fields: QuotedField[] = []
  let length = 0
  for (let at = 0; at < MOST_LINES; at++) {
    const line = lines[index + at] ?? ''
    const field = fieldIn(line)
    if (field) {
      fields.push(field)
      length = at + 1
    } else if (!mayStandBetween(line, fields.at(-1), at - length)) break
  }
  return isHeader(fields) ? length : 0
}

/** An empty line, or the rest of a long recipient list. */
function mayStandBetween(line: string, last: QuotedField | undefined, between: number): boolean {
  if (line.trim() === '') return between < 1
  const isList = last?.kind === 'to' || last?.kind === 'other'
  return isList && /[@;]/.test(line.slice(0, 400)) && !line.includes('?')
}

function isHeader(fields: QuotedField[]): boolean {
  const values = (kind: Kind) => fields.filter(field => field.kind === kind).map(({ value }) => value)
  const has = (kind: Kind) => values(kind).length > 0
  if (!has('from') || !(has('date') || has('subject'))) return false
  const isFromMail = values('from').some(value => value.includes('@'))
  if (!has('to')) return isFromMail && has('date') && has('subject')
  return (
    fields.some(({ value }) => value.includes('@')) || values('date').some(value => /\d[:.h]\d\d/.test(value))
  )
}
