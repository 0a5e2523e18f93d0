import { parsedUrl } from '../../model/language/parsed-url.js'

/** What a list of mails shows of one. `to`: who would have got it, as the envelope says. */
export type CaughtHead = { from: string; to: string[]; subject: string }

/** A mail as it is shown: its bodies (null: it has none), its header, what is attached; `cut` where a body is longer. */
export type CaughtMail = CaughtHead & {
  html: string | null
  text: string | null
  cut: boolean
  header: string
  attachments: { name: string; type: string }[]
}

/** A piece of a text: as it stands, or an address that leads somewhere. */
type Linked = { text: string; href: string | null }

const ADDRESS = /https?:\/\/[^\s<>"'`|\\^{}]{1,2000}/g

/** A text with its web addresses apart, without the full stop or bracket that ends the sentence around one. */
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
