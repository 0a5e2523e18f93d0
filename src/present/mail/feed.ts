import type { Branding } from '../../model/agency/branding.js'
import type { EditionContent } from '../../model/editions/edition.js'
import { inLanguage, type Language } from '../../model/language/language.js'
import { oneLine } from '../../model/language/single-line.js'
import { inReadingOrder, type RankedItem } from './order.js'
import { subjectView } from './subject.js'
import { countsLine } from './subject-counts.js'
import { typeset } from './typography.js'

/** An edition in a list of public ones: its items in one line each, without a particular reader. */
export type ListedEdition = { edition: string; title: string; summary: string; content: string[] }

/** An edition's title in a list, in one language. */
export function listedEdition(content: EditionContent, language: Language): ListedEdition {
  const items = inReadingOrder(content.items)
  const titles = items
    .filter(({ section }) => section !== 'standing')
    .map(({ update }) => typeset(oneLine(inLanguage(update.text, language).title), language))
  return {
    edition: content.edition,
    title: oneLine(plainSubject(items, content, language)),
    summary: typeset(countsLine(items, content, language), language),
    content: titles,
  }
}

export type FeedEntry = ListedEdition & { publishedAt: Date; hasPdf: boolean }

/** `address`: the folder of the feed and the editions, with a trailing slash. */
export type Feed = {
  house: Branding
  language: Language
  address: string
  madeAt: Date
  entries: FeedEntry[]
}

/** An Atom feed (RFC 4287) of public editions, the last published first. Ids are tags (RFC 4151), which survive a change of address. */
export function atomFeed({ house, language, address, madeAt, entries }: Feed): string {
  const tag = (name: string) =>
    `tag:${new URL(Object.values(house.website)[0] ?? '').hostname},2020:estafette:${name}:${language}`
  const updated = entries[0]?.publishedAt ?? madeAt
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">`,
    element('id', tag('editions')),
    element('title', typeset(inLanguage(house.title, language), language)),
    element('subtitle', typeset(inLanguage(house.subtitle, language), language)),
    element('updated', instant(updated)),
    `<author>${element('name', typeset(inLanguage(house.agency, language), language))}</author>`,
    link('self', 'application/atom+xml', language, `${address}${language}.atom`),
    link('alternate', 'text/html', language, `${address}?lang=${language}`),
    ...entries.map(entry => feedEntry(entry, { language, address, id: tag(entry.edition) })),
    '</feed>',
    '',
  ].join('\n')
}

function feedEntry(
  entry: FeedEntry,
  { language, address, id }: { language: Language; address: string; id: string },
): string {
  const page = `${address}${entry.edition}/${language}`
  const list = entry.content.map(title => `<li>${escaped(title)}</li>`).join('')
  return [
    '<entry>',
    element('id', id),
    element('title', entry.title),
    element('published', instant(entry.publishedAt)),
    element('updated', instant(entry.publishedAt)),
    link('alternate', 'text/html', language, page),
    ...(entry.hasPdf ? [link('alternate', 'application/pdf', language, `${page}.pdf`)] : []),
    element('summary', entry.summary),
    `<content type="html">${escaped(`<p>${escaped(entry.summary)}</p><ul>${list}</ul>`)}</content>`,
    '</entry>',
  ].join('\n')
}

const element = (name: string, text: string) => `<${name}>${escaped(text)}</${name}>`
const link = (rel: string, type: string, language: Language, href: string) =>
  `<link rel="${rel}" type="${type}" hreflang="${language}" href="${escaped(href)}"/>`
const instant = (at: Date) => at.toISOString().replace(/\.\d+Z$/, 'Z')

/** XML can't hold most control characters, even escaped (XML 1.0 §2.2). */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
}

/** The subject as one plain line, also for a flash or erratum that continues an earlier mail. */
function plainSubject(items: RankedItem[], content: EditionContent, language: Language): string {
  const { prefix, lead, more } = subjectView(items, content, language)
  return prefix + lead + more
}
