import { beforeAll, describe, expect, it } from '@jest/globals'
import { renderEdition } from '../../src/mjml/render.js'
import type { EditionContent, EditionItem, Strings } from '../../src/model/editions/edition.js'
import { inLanguage } from '../../src/model/language/language.js'
import type { Update } from '../../src/model/updates/update.js'
import { typeset } from '../../src/present/mail/typography.js'
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
        expect(text).toContain(typeset(inLanguage(update.text, language).title, language))
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

  it('has the text to pass on in each half, in its language and as it was written, ready to be copied', () => {
    const pass_on = { fr: 'Ouvert "lundi" <9 h>.\n\n1819', nl: "Open 's maandags.\n1819" }
    const { html, text } = renderEdition({ ...sample, items: [sampleItem({ pass_on })] }, sampleReader())
    expect(html).toContain('<p class="copy">Ouvert &quot;lundi&quot; &lt;9 h&gt;.<br><br>1819</p>')
    expect(html).toContain(`<p class="copy">Open &#x27;s maandags.<br>1819</p>`)
    expect(text).toContain('·\nOuvert "lundi" <9 h>.\n\n1819\n·')
    expect(text).toContain("·\nOpen 's maandags.\n1819\n·")
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

  const sized = (items: EditionItem[], change: Partial<EditionContent> = {}) =>
    renderEdition({ ...sample, items, ...change }, sampleReader())
  const bytes = (html: string) => Buffer.byteLength(html)
  const halvesOf = (html: string) => html.split('<div lang="nl" dir="ltr">') as [string, string]
  const inFull = (half: string) => half.match(/<h3 id=/g)?.length ?? 0

  it('stays below what Gmail cuts: 100 kB for both languages at 20 measures in full', () => {
    expect(bytes(sized(manyItems(5)).html)).toBeLessThan(50_000)
    const { html } = sized(manyItems(20))
    expect(bytes(html)).toBeLessThan(100_000)
    expect(halvesOf(html).map(inFull)).toEqual([20, 20])
    expect(html).not.toContain('Cette édition est longue')
  })

  it.each([25, 30, 40, 60])(
    'is shortened at %i measures: the second half first, from its end, naming every measure and saying so',
    count => {
      const { html } = sized(manyItems(count))
      expect(bytes(html)).toBeLessThanOrEqual(100_000)
      const [first, second] = halvesOf(html)
      const [left, right] = [inFull(first), inFull(second)]
      expect(left === count || right === 0).toBe(true)
      for (const { update } of manyItems(count))
        for (const [half, language] of [
          [first, 'fr'],
          [second, 'nl'],
        ] as const)
          expect(half).toContain(` id="${language}-${update.id}"`)
      expect(second).toContain(`${count - right} berichten maar één regel. Alles staat in de onlineversie.`)
      expect(second.match(/>Volledige tekst<\/a>/g)).toHaveLength(count - right)
      if (left < count) expect(first).toContain(`${count - left} informations n’y tiennent qu’une ligne.`)
    },
  )

  const titled = (count: number, length: number): EditionItem[] =>
    manyItems(count).map((item, index) => {
      const title = `${index} ${'mesure '.repeat(60)}`.slice(0, length)
      const { fr, nl } = item.update.text
      const text = { fr: { ...fr, title }, nl: { ...nl, title } } as Update['text']
      return { ...item, update: { ...item.update, text } }
    })
  it.each([
    ['80 new ones', manyItems(80)],
    ['100 new ones', manyItems(100)],
    [
      '100 standing ones',
      manyItems(100).map(item => ({ ...item, section: 'standing' as const, changes: [] })),
    ],
    ['100 with titles of 300 characters', titled(100, 300)],
  ])('leaves out, from the end of the second half, what Gmail would cut of %s, and says so', (_, items) => {
    const { html, text } = sized(items)
    expect(bytes(html)).toBeLessThanOrEqual(100_000)
    const [first, second] = halvesOf(html)
    const linesOf = (half: string, language: string) =>
      items.filter(({ update }) => half.includes(` id="${language}-${update.id}"`)).length
    const [left, right] = [linesOf(first, 'fr'), linesOf(second, 'nl')]
    expect(left === items.length || right <= 6).toBe(true)
    expect(second.includes('alleen in de onlineversie')).toBe(right < items.length)
    if (right < items.length) expect(second).toContain(`Nog ${items.length - right} berichten staan alleen`)
    const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
    for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target)
    expect(text).not.toContain('onlineversie.')
    for (const { update } of items.slice(-3))
      expect(text).toContain(typeset(inLanguage(update.text, 'nl').title, 'nl').slice(0, 20))
  })

  it('leaves nothing out of an edition that was frozen without the words for it', () => {
    const { fr, nl } = sample.strings
    const older = ({ web, ...rest }: Strings): Strings => {
      const { 'left-out': _, ...others } = web as Strings
      return { ...rest, web: others }
    }
    const { html } = sized(titled(100, 300), {
      strings: { fr: older(fr as Strings), nl: older(nl as Strings) },
    })
    expect(html.match(/<p class="item" id="nl-/g)).toHaveLength(100)
  })

  it('keeps in full what comes first for the reader, and the text part whole', () => {
    const { html, text } = sized(manyItems(40))
    const [first] = halvesOf(html)
    expect(first.lastIndexOf('<h3 id=')).toBeLessThan(first.indexOf('>Texte complet</a>'))
    expect(text.match(/^(Date limite|Uiterste datum) {2}/gm)?.length).toBe(
      manyItems(40).filter(({ update }) => update.deadline).length * 2,
    )
    expect(text).not.toContain('Texte complet')
  })

  it('shortens what merely stands before any news, and each title still leads to its full text', () => {
    const standing = manyItems(40).map(item => ({ ...item, section: 'standing' as const, changes: [] }))
    const news = manyItems(12).map(item => ({
      ...item,
      update: { ...item.update, id: `n-${item.update.id}` },
    }))
    const { html } = sized([...news, ...standing])
    expect(bytes(html)).toBeLessThanOrEqual(100_000)
    expect(inFull(halvesOf(html)[0])).toBe(12)
    const [one] = standing
    expect(html).toContain(`${sample.web?.address}/nl#nl-${one?.update.id}`)
  })

  it('says how to get the rest where no web version can be reached', () => {
    const { web: _, ...offline } = sample
    const html = renderEdition({ ...offline, items: manyItems(40) }, sampleReader()).html
    expect(bytes(html)).toBeLessThanOrEqual(100_000)
    expect(html).toContain('Antwoord op deze e-mail om de volledige tekst te krijgen')
    expect(html).not.toMatch(/Volledige tekst<|Online lezen/)
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
