import { decodeHTML } from 'entities'
import type { HtmlElement } from 'html-validate'
import { sheetsOf } from '../../../src/mjml/sheets.js'
import type { RenderedMail } from '../../../src/model/editions/edition.js'
import { attribute, chainOf } from './document.js'
import type { Finding } from './finding.js'

const TARGET = /^(https:\/\/[^\s/]+|mailto:[^\s@]+@[^\s@]+|tel:\+?\d+)/
/** Link texts that say nothing in a screen reader's list of links (WCAG 2.1, 2.4.4). */
const EMPTY_WORDS =
  /^(ici|cliquez ici|lien|lire la suite|en savoir plus|plus|hier|klik hier|link|lees meer|meer|meer weten|https?:\/\/\S+)$/i

/** Findings in a mail's content: links, alternative texts, remote content, languages, headings, tables. */
export function contentFindings(root: HtmlElement, { html, text }: RenderedMail): Finding[] {
  return [
    ...links(root, text),
    ...images(root),
    ...fromElsewhere(html, root),
    ...languages(root),
    ...headings(root),
    ...tables(root),
  ]
}

const withoutPlace = (href: string) => href.replace(/#.*/, '')
const at = (element: HtmlElement) => `line ${element.location.line}`
const said = (element: HtmlElement) => element.textContent.replace(/\s+/g, ' ').trim()

function links(root: HtmlElement, text: string): Finding[] {
  const ids = new Set(root.querySelectorAll('[id]').map(element => attribute(element, 'id')))
  return root.querySelectorAll('a[href]').flatMap(link => {
    const href = decodeHTML(attribute(link, 'href') ?? '')
    const found: Finding[] = []
    const add = (rule: string, message: string) => found.push({ rule, place: at(link), message })
    if (href.startsWith('#')) {
      if (!ids.has(href.slice(1))) add('link-target', `${href} leads nowhere in this mail`)
    } else {
      if (!TARGET.test(href)) add('link-target', `"${href}" is no https, mailto or tel address`)
      // A web version has no text part.
      if (text !== '' && /^https:/.test(href) && !text.includes(withoutPlace(href)))
        add('text-part', `${href} is missing in the text part`)
    }
    if (said(link) === '') add('link-text', `the link to ${href} has no text`)
    if (EMPTY_WORDS.test(said(link))) add('link-text', `"${said(link)}" does not say where it leads`)
    return found
  })
}

function images(root: HtmlElement): Finding[] {
  return root.querySelectorAll('img').flatMap(image => {
    const found: Finding[] = []
    const add = (rule: string, message: string) => found.push({ rule, place: at(image), message })
    if (attribute(image, 'alt') === null) add('image-alt', 'an image without alt text')
    if (/^(https?:)?\/\//.test(attribute(image, 'src') ?? '')) add('remote', 'an image from elsewhere')
    const sizes = ['width', 'height'].map(side => Number.parseInt(attribute(image, side) ?? '99', 10))
    if (sizes.every(size => size <= 2)) add('tracking-pixel', 'an image that nobody sees')
    return found
  })
}

const LOADERS = 'script, link, iframe, object, embed, form, video, audio, source, base'

/** For privacy and firewalls: nothing is loaded, and opening is not tracked. */
function fromElsewhere(html: string, root: HtmlElement): Finding[] {
  const elements = root.querySelectorAll(LOADERS).map(element => ({
    rule: 'remote',
    place: at(element),
    message: `<${element.tagName}> has no place in a mail`,
  }))
  const sheets = sheetsOf(html)
  const inline = [...html.matchAll(/style="([^"]*)"/g)].map(({ 1: css = '', index }) => ({ css, at: index }))
  const styles = [...sheets, ...inline]
    .filter(({ css }) => /@import|@font-face|url\(/.test(css))
    .map(({ css, at }) => ({
      rule: 'remote',
      place: `line ${html.slice(0, at).split('\n').length}`,
      message: `${/@import|@font-face|url\([^)]*\)?/.exec(css)?.[0]} loads something`,
    }))
  return [...elements, ...styles]
}

/** Each text is in a block that names its language (WCAG 2.1, 3.1.2); the preheader has the page's. */
function languages(root: HtmlElement): Finding[] {
  const page = root.querySelector('html')
  const ofPage = page ? attribute(page, 'lang') : null
  const found: Finding[] = /^(fr|nl)$/.test(ofPage ?? '')
    ? []
    : [{ rule: 'lang', place: null, message: 'the page names neither fr nor nl' }]
  const bare = (
    root.querySelector('body')?.querySelectorAll('p, h1, h2, h3, h4, li, td, th, a') ?? []
  ).filter(
    element =>
      said(element) !== '' &&
      !chainOf(element).some(one => one.tagName !== 'html' && /^(fr|nl)$/.test(attribute(one, 'lang') ?? '')),
  )
  const first = bare[0]
  if (first)
    found.push({
      rule: 'lang',
      place: at(first),
      message: `"${said(first).slice(0, 40)}" stands in no language`,
    })
  return found
}

/** Each half begins with one h1, and no level is skipped (WCAG 2.1, 1.3.1). */
function headings(root: HtmlElement): Finding[] {
  const found: Finding[] = []
  let level = 0
  for (const heading of root.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
    const own = Number(heading.tagName.slice(1))
    const add = (message: string) => found.push({ rule: 'headings', place: at(heading), message })
    if (own > level + 1) add(`<h${own}> after ${level === 0 ? 'nothing' : `<h${level}>`}: a level is skipped`)
    if (said(heading) === '') add(`<h${own}> is empty`)
    level = own
  }
  // MJML's own outer block has a language too.
  const halves = root.querySelectorAll('body div[lang]').filter(half => !half.querySelector('div[lang]'))
  for (const block of halves) {
    const titles = block.querySelectorAll('h1').length
    if (titles !== 1)
      found.push({ rule: 'headings', place: at(block), message: `a half has ${titles} <h1>, not one` })
  }
  return found
}

/** A table holds data, with heading cells, or is marked as layout (WCAG 2.1, 1.3.1; H39, F92). */
function tables(root: HtmlElement): Finding[] {
  return root.querySelectorAll('table').flatMap(table => {
    const isLayout = /^(presentation|none)$/.test(attribute(table, 'role') ?? '')
    const own = (name: string) =>
      table.querySelectorAll(name).filter(cell =>
        chainOf(cell)
          .find(one => one.tagName === 'table')
          ?.isSameNode(table),
      )
    const hasHeads = own('th').length > 0
    if (isLayout && hasHeads)
      return [{ rule: 'tables', place: at(table), message: 'a layout table with heading cells' }]
    if (!isLayout && !hasHeads)
      return [{ rule: 'tables', place: at(table), message: 'neither heading cells nor role="presentation"' }]
    return []
  })
}
