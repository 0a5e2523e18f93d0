import type { HtmlTag } from './html-tokens.js'

/** Classes, ids and marks of elements that hold only a quoted mail, or the line that introduces it. */
const QUOTED = [
  'gmail_attr',
  'yahoo_quoted',
  'moz-cite-prefix',
  'moz-forward-container',
  'zmail_extra',
  'reply-intro',
  'olk_src_body_section',
  'mail-editor-reference-message-container',
  'ms-outlook-mobile-reference-message',
  '__quoted_text__',
  'replyforwardheader',
]
/** Marks followed by a quoted mail without its own element: Outlook, Outlook on the web, old Hotmail. */
const FROM_HERE = ['divrplyfwdmsg', 'stopspelling', 'outlookmessageheader']
const SIGNATURE = [
  'gmail_signature',
  'moz-signature',
  'applemailsignature',
  'ms-outlook-mobile-signature',
  'protonmail_signature_block',
]

export const isQuotedElement = (tag: HtmlTag) => isMarked(tag, QUOTED)
export const isQuoteFromHere = (tag: HtmlTag) => isMarked(tag, FROM_HERE)
export const isSignature = (tag: HtmlTag) => isMarked(tag, SIGNATURE)

/** By class or id; webmails add `x_` or `m_123` in front, Yahoo a number at the end. */
function isMarked({ attributes }: HtmlTag, names: string[]): boolean {
  if (attributes.length < 8) return false
  const words = attributes.toLowerCase().split(/[\s"'=>]+/)
  return words.some(word => {
    const bare = word.replace(/^(?:x_|m_-?\d{1,30})+/, '')
    return names.some(
      name => bare === name || (bare.startsWith(name) && /^[_-]/.test(bare.slice(name.length))),
    )
  })
}
