import { beforeAll, describe, expect, it } from '@jest/globals'
import { renderEdition } from '../../src/mjml/render.js'
import type { EditionContent } from '../../src/model/edition/edition.js'
import type { Update } from '../../src/model/update/update.js'
import { typeset } from '../../src/model/view/typography.js'
import { manyItems, sampleEdition, sampleItem, sampleReader } from '../support/sample-edition.js'

let sample: EditionContent
beforeAll(async () => {
  sample = await sampleEdition()
})

const lines = (text: string) => text.split('\n')

describe('an edition mail', () => {
  it.each([
    ['fr', 'fr', 'nl'],
    ['fr+nl', 'fr', 'nl'],
    ['nl', 'nl', 'fr'],
    ['nl+fr', 'nl', 'fr'],
  ] as const)(
    'has for %s both languages, %s first and then %s, each block with its lang',
    (languages, first, second) => {
      const { html, text } = renderEdition(sample, sampleReader({ languages }))
      const halves = [...html.matchAll(/<div lang="(fr|nl)" dir="ltr">/g)].map(match => match[1])
      expect(halves).toEqual([first, second])
      expect(html).toContain(`<html lang="${first}"`)
      const titles = { fr: 'Mesures de crise\n=', nl: 'Crisismaatregelen\n=' }
      expect(text.indexOf(titles[first])).toBe(0)
      expect(text.indexOf(titles[second])).toBeGreaterThan(1000)
    },
  )

  it('says in each half everything of each update', () => {
    const { html, text } = renderEdition(sample, sampleReader())
    for (const { update } of sample.items)
      for (const language of ['fr', 'nl'] as const) {
        expect(html).toContain(`id="${language}-${update.id}"`)
        expect(text).toContain(typeset(update.text[language].title, language))
      }
  })

  it('has the salutation of each half alone on its line, in HTML and text, and nowhere else', () => {
    const salutation = { fr: 'SALUT d’une <autre>,', nl: 'GROET,' }
    const { html, text, subject } = renderEdition(sample, sampleReader({ salutation }))
    expect(lines(text).filter(line => /SALUT|GROET/.test(line))).toEqual([salutation.fr, salutation.nl])
    expect(lines(html).filter(line => /SALUT|GROET/.test(line))).toEqual([
      'SALUT d’une &lt;autre&gt;,',
      'GROET,',
    ])
    expect(subject).not.toMatch(/SALUT|GROET/)
  })

  it('shows a changed deadline old beside new, with the note of the editor', () => {
    const { html, text } = renderEdition(sample, sampleReader())
    expect(html.replaceAll('\u00a0', ' ')).toContain(
      '<s class="muted">lundi 18 mai 2020</s> → <b>lundi 1er juin 2020</b>',
    )
    expect(text.replaceAll('\u00a0', ' ')).toContain(
      '> Date limite : lundi 18 mai 2020 → lundi 1er juin 2020',
    )
    expect(text).toContain('> De laatste dag voor de aanvraag verschuift')
  })

  it('loads nothing from elsewhere and follows nobody', () => {
    const { html } = renderEdition(sample, sampleReader())
    expect(html).not.toMatch(/<(img|link|script|iframe|object|svg)\b|@import|url\(|src=/i)
  })

  it('stays below what Gmail cuts: 100 kB for both languages at 20 measures in full', () => {
    const html = (count: number) => renderEdition({ ...sample, items: manyItems(count) }, sampleReader()).html
    expect(Buffer.byteLength(html(5))).toBeLessThan(50_000)
    expect(Buffer.byteLength(html(20))).toBeLessThan(100_000)
  })

  it('renders with no update at all', () => {
    const { html, text } = renderEdition({ ...sample, items: [] }, sampleReader())
    expect(html).toContain('Rien de neuf cette semaine')
    expect(text).toContain('Geen nieuws deze week')
  })

  it('renders for a reader whose commune has no known contact', () => {
    expect(renderEdition({ ...sample, communes: [], spocs: {} }, sampleReader()).html).not.toContain(
      'Votre point de contact<',
    )
  })

  it('says the same twice', () => {
    expect(renderEdition(sample, sampleReader())).toEqual(renderEdition(sample, sampleReader()))
  })

  it('refuses a frozen template that names what is not there', () => {
    const broken = { html: '{{halvs}}', text: '', subject: '' }
    expect(() => renderEdition({ ...sample, templates: { fr: broken, nl: broken } }, sampleReader())).toThrow(
      'halvs',
    )
  })
})

describe('hostile text', () => {
  const EVIL =
    '{{evil}} {{{salutation}}} <script>alert(1)</script> "><img src=x onerror=y> <mj-include path="x"/> %light.ink% __proto__'
  const bilingual = { fr: EVIL, nl: EVIL }
  const text = {
    title: EVIL,
    summary: EVIL,
    body: `${EVIL}\n\n- ${EVIL}\n\n| a | b |\n| --- | --- |\n| ${EVIL} | x |`,
  }
  const update: Partial<Update> = {
    id: '"><script>x',
    topic: '__proto__',
    authority: bilingual,
    concerns: { roles: [], competences: ['__proto__', 'constructor'], communes: [] },
    links: [{ fr: 'https://a.example/"><script>', nl: 'javascript:alert(1)', label: bilingual }],
    event: { start: '2020-05-14T14:00', end: null, place: bilingual, url: 'javascript:alert(1)' },
    change: bilingual,
    text: { fr: text, nl: text },
  }
  const changes = [
    { field: 'title' as const, from: bilingual, to: bilingual },
    { field: 'concerns' as const, from: '__proto__', to: 'constructor toString' },
    { field: 'amount' as const, from: EVIL, to: EVIL },
  ]
  const reader = sampleReader({
    competences: ['__proto__', 'constructor'],
    salutation: bilingual,
  })
  const hostile = () =>
    renderEdition({ ...sample, items: [sampleItem(update, { section: 'changed', changes })] }, reader)

  it('stays text in the HTML', () => {
    const { html } = hostile()
    expect(html).not.toMatch(/<script|<img|<mj-|href="javascript/i)
    expect(html).toContain('{{evil}} {{{salutation}}} &lt;script&gt;')
    expect(html).toContain('%light.ink%')
    expect(({} as Record<string, unknown>).evil).toBeUndefined()
  })

  it('stays as it is written in subject and text part, without entities', () => {
    const mail = hostile()
    for (const part of [mail.subject, mail.text]) {
      expect(part).toContain('{{evil}} {{{salutation}}} <script>')
      expect(part).not.toMatch(/&(lt|gt|quot|amp|#x?\d+);/)
    }
  })

  it('leaves an apostrophe, guillemets, an emoji and RTL text right in each part', () => {
    const title = "L'« été » \u{1F680} שלום & <b>"
    const own = { title, summary: title, body: '' }
    const mail = renderEdition(
      { ...sample, items: [sampleItem({ text: { fr: own, nl: own } })] },
      sampleReader(),
    )
    expect(mail.subject).toBe('L’«\u00a0été\u00a0» \u{1F680} שלום & <b>')
    expect(mail.text).toContain('L’«\u00a0été\u00a0» \u{1F680} שלום & <b>')
    expect(mail.html).toContain('L’«\u00a0été\u00a0» \u{1F680} שלום &amp; &lt;b&gt;')
  })
})
