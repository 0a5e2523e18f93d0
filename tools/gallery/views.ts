import { asClientShows } from '../../src/mjml/client-views.js'
import { withoutSheets } from '../../src/mjml/sheets.js'
import type { RenderedMail } from '../../src/model/editions/edition.js'

/** A view of a mail: `width` of its pane in CSS pixels. */
export type View = { id: string; name: string; width: number; about: string }

/** The views side by side, in this order. */
export const VIEWS: readonly View[] = [
  { id: 'desktop', name: 'Desktop', width: 640, about: '640 px, light' },
  { id: 'phone', name: 'Phone', width: 375, about: '375 px, light' },
  { id: 'dark', name: 'Dark', width: 375, about: '375 px, dark mode' },
  { id: 'text', name: 'Text', width: 560, about: 'the text part' },
  { id: 'images-off', name: 'Images off', width: 375, about: 'no image, no background image' },
  { id: 'bare', name: 'No style sheets', width: 375, about: 'only what stands on the elements' },
  { id: 'print', name: 'Print', width: 640, about: 'the style of the printed page' },
]

/** The mail in this view: a separate page for a frame. */
export function viewOf(view: string, mail: RenderedMail, language: string): string {
  if (view === 'text') return textPage(mail, language)
  if (view === 'bare') return withoutSheets(mail.html)
  if (view === 'print') return asClientShows(mail.html, 'paper')
  return asClientShows(mail.html, view === 'dark' ? 'dark' : 'light')
}

function textPage({ subject, text }: RenderedMail, language: string): string {
  if (text === '')
    return '<!doctype html><html lang="en"><title>No text part</title><p>This has no text part.'
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escaped(subject)}</title>
<style>pre { margin: 12px; font: 13px/1.5 monospace; white-space: pre-wrap; overflow-wrap: anywhere }</style></head>
<body><pre>${escaped(text)}</pre></body></html>`
}

/** Escapes text for HTML. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
