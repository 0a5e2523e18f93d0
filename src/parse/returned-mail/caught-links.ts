import { parsedUrl } from '../../model/language/parsed-url.js'

/** A mail in the list of caught mails. `to`: the envelope's recipients. */
export type CaughtHead = { from: string; to: string[]; subject: string }

/** A mail for display: its bodies (null: none), header and attachments; `cut` where a body is longer. */
export type CaughtMail = CaughtHead & {
  html: string | null
  text: string | null
  cut: boolean
  header: string
  attachments: { name: string; type: string }[]
}

/** A piece of a text: plain, or an address with its link. */
type Linked = { text: string; href: string | null }

const ADDRESS = /https?:\/\/[^\s<>"'`|\\^{}]{1,2000}/g

/** A text with web addresses apart, without a sentence's full stop or bracket after them. */
export function withLinks(text: string): Linked[] {
  const pieces: Linked[] = []
  let end = 0
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const href = found.replace(/[.,;:!?)\]]{1,9}$/, '')
    if (index > end) pieces.push({ text: text.slice(end, index), href: null })
    pieces.push({ text: href, href: parsedUrl(href) ? href : null })
    end = index + href.length
  }
  return end < text.length ? [...pieces, { text: text.slice(end), href: null }] : pieces
}
