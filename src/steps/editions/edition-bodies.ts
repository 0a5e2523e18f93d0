import { createHmac } from 'node:crypto'
import { calendarFile } from '../../ical/calendar-file.js'
import { renderEdition } from '../../mjml/render.js'
import { type EditionContent, languagesOf, type Reader } from '../../model/editions/edition.js'
import { firstLanguage, forEach, inLanguage, type Language } from '../../model/language/language.js'
import { calendarEntries } from '../../present/mail/calendar-entries.js'
import { personalWords } from '../../present/mail/personal.js'
import { type Marks, openMarks, type Words } from '../../present/mail/personal-marks.js'
import { typeset } from '../../present/mail/typography.js'
import { patternOf, wayOfReading } from '../../present/mail/way.js'
import { type AttachedFile, assertPlaces, openBodyEncoder, Unsendable } from '../../smtp/encoded-body.js'
import { type EncodedBody, filledBody } from '../../smtp/message.js'

type Body = { subject: string; body: EncodedBody }
export type EditionBodies = (reader: Reader) => Body

/**
 * The bodies of an edition: rendered and encoded once per pattern of measures and reasons, filled in once per commune. Kept while their shared blocks
 * are small enough, so memory is bounded for any number of readings. `secret` makes marks that no editor can write.
 */
export function openEditionBodies(content: EditionContent, secret: string): EditionBodies {
  const marks = marksFor(content, secret)
  const files = forEach(languagesOf(content), language => filesFor(content, language))
  const isFillable = forEach(languagesOf(content), () => isSame(content, marks))
  let kept = openKept(marks)

  /** The mail of all readers with one reading, with places for personal words; of one commune where a template does more with a commune's words. */
  function pattern(reader: Reader): Body {
    const language = firstLanguage(reader.languages)
    const fillable = inLanguage(isFillable, language)(reader)
    const key = fillable ? patternOf(content, reader) : wayOfReading(content, reader)
    const known = kept.patterns.get(key)
    if (known) return known
    const own = fillable ? marks : onlySalutation(marks, content, reader)
    const mail = renderEdition(content, reader, own)
    const made = { subject: mail.subject, body: kept.encoder.encode(mail, inLanguage(files, language)) }
    kept.patterns.set(key, made)
    return made
  }

  /** The body of a commune's readers with one reading, with places for the salutation. */
  function ofCommune({ languages, role, competences, commune, acting, also }: Reader): Body {
    const offices = also ? { acting, also } : {}
    const key = JSON.stringify([languages, role, competences, commune, offices])
    const found = kept.bodies.get(key)
    if (found) return found
    if (kept.encoder.size() > BLOCKS_KEPT_BYTES || kept.bodies.size >= BODIES_KEPT) kept = openKept(marks)
    const salutation = forEach(languagesOf(content), () => '')
    const reader = { languages, role, competences, commune, salutation, ...offices }
    const words = communeWords(content, reader)
    const { subject, body } = pattern(reader)
    const made = {
      subject: filledSubject(marks.fill(subject, words), marks),
      body: filledBody(body, marks, words, kept.encoder.line),
    }
    kept.bodies.set(key, made)
    return made
  }

  return reader => {
    const { subject, body } = ofCommune(reader)
    // Typeset like the mail around it: rosters have straight apostrophes.
    const typed = (language: Language) => ({
      salutation: typeset(inLanguage(reader.salutation, language), language),
    })
    return { subject, body: filledBody(body, marks, forEach(languagesOf(content), typed)) }
  }
}

/** Throws Unsendable when a reader's mail can be rendered but not sent, so that it is found before sign-off. */
export function assertSendable(content: EditionContent, reader: Reader, secret: string): void {
  const marks = marksFor(content, secret)
  const mail = renderEdition(content, reader, marks)
  filledSubject(marks.fill(mail.subject, communeWords(content, reader)), marks)
  assertPlaces(mail, marks)
}

const marksFor = (content: EditionContent, secret: string): Marks =>
  openMarks(
    createHmac('sha256', secret).update(`marks\n${content.edition}`).digest('hex').slice(0, 16),
    languagesOf(content),
  )

function openKept(marks: Marks) {
  return {
    bodies: new Map<string, Body>(),
    patterns: new Map<string, Body>(),
    encoder: openBodyEncoder(marks),
  }
}

/** In bytes. */
const BLOCKS_KEPT_BYTES = 8 * 1024 * 1024
/** A body is a list of its blocks: about 2 kB. */
const BODIES_KEPT = 4096

/** The words common to a commune. */
function communeWords(content: EditionContent, reader: Reader): Words {
  const words = (language: Language) => {
    const { commune, spoc } = personalWords(content, reader, language)
    return { commune, spoc }
  }
  return forEach(languagesOf(content), words)
}

/** Throws Unsendable for a subject with a salutation: all with one reading share it. */
function filledSubject(subject: string, marks: Marks): string {
  if (marks.isIn(subject)) throw new Unsendable('subject', 'can’t hold a salutation.')
  return subject
}

function onlySalutation(marks: Marks, content: EditionContent, reader: Reader): Marks {
  const of = (language: Language) => ({
    ...personalWords(content, reader, language),
    salutation: inLanguage(marks.of, language).salutation,
  })
  return { ...marks, of: forEach(languagesOf(content), of) }
}

/**
 * Whether filling in equals rendering, for each commune. An agency's template may count letters of a commune's name, or compare names; then each
 * commune's mails are rendered. Tested once.
 */
function isSame(content: EditionContent, marks: Marks): (reader: Reader) => boolean {
  let answer: boolean | null = null
  return reader => {
    answer ??= Object.keys(content.spocs).every(same(reader))
    return answer
  }
  function same(first: Reader): (commune: string) => boolean {
    const marked = renderEdition(content, first, marks)
    const concerns = patternOf(content, first)
    return commune => {
      const reader = { ...first, commune }
      const words = communeWords(content, reader)
      const own = renderEdition(content, reader, onlySalutation(marks, content, reader))
      // A commune's agreement may change the reasons, and with them the pattern.
      const all = patternOf(content, reader) === concerns ? marked : renderEdition(content, reader, marks)
      return (
        marks.fillHtml(all.html, words) === own.html &&
        marks.fill(all.text, words) === own.text &&
        marks.fill(all.subject, words) === own.subject
      )
    }
  }
}

/** The week's meetings and deadlines, in the reader's first language. */
function filesFor(content: EditionContent, language: Language): AttachedFile[] {
  const calendar = calendarEntries(content, language)
  if (!calendar) return []
  const type = 'text/calendar; charset=utf-8; method=PUBLISH'
  return [{ name: calendar.name, type, content: calendarFile(calendar) }]
}
