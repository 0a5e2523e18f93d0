import { describe, expect, it } from '@jest/globals'
import { PRIME, parse } from '../../support/update-files.js'
import {
  DUTCH,
  deleted,
  FIELDS,
  FRENCH,
  fieldsWith,
  filledFields,
  frenchBody,
  heading,
  inserted,
  paragraph,
  parseWord,
  row,
  run,
  say,
  style,
  table,
  wordProblems,
  wordWarnings,
} from '../../support/word-files.js'

const picture = '<w:r><w:drawing><a:graphic><pic:pic/></a:graphic></w:drawing></w:r>'

describe('an update that was written in Word', () => {
  it('is a good update once the template has an id and words of its editor', () => {
    expect(parseWord(filledFields({}))).toMatchObject({
      warnings: [],
      idPlace: { line: 3, column: 1, unit: 'row' },
      update: { id: 'masques-en-tissu', links: [], text: { fr: { title: 'Titre des masques' } } },
    })
  })

  it('is the same update as the Markdown file that says the same', () => {
    const fields: [string, string][] = [
      ['id', 'prime-unique'],
      ['kind', 'support'],
      ['topic', 'economy'],
      ['level', 'region'],
      ['authority.fr', 'Bruxelles Économie et Emploi'],
      ['authority.nl', 'Brussel Economie en Werkgelegenheid'],
      ['urgency', 'normal'],
      ['from', '2020-04-08'],
      ['until', '2020-06-01'],
      ['deadline', '2020–06–01'],
      ['amount.max', '4000'],
      ['amount.per.fr', 'par entreprise'],
      ['amount.per.nl', 'per onderneming'],
      ['concerns.roles', 'Mayor, alderman'],
      ['concerns.competences', 'Economy'],
      ['concerns.communes', '21001'],
      ['links.fr', 'https://fr.example'],
      ['links.nl', 'https://nl.example'],
      ['links.label.fr', 'Demande'],
      ['links.label.nl', 'Aanvraag'],
      ['event.start', '2020-04-06T14:00'],
      ['event.end', '2020-04-06T15:30'],
      ['event.place.fr', 'En ligne'],
      ['event.place.nl', 'Online'],
      ['event.url', 'https://x.example'],
      ['change.fr', 'Délai prolongé'],
      ['change.nl', 'Termijn verlengd'],
      ['status', 'In-force'],
    ]
    const link = (id: string, text: string) => `<w:hyperlink r:id="${id}">${run(text)}</w:hyperlink>`
    const content = [
      table(...fields.map(([key, value]) => row(say(key), say(value), say('Explication')))),
      heading('fr: Prime unique de 4.000 €'),
      say('Une prime pour les entreprises fermées. Elle est versée une fois.'),
      paragraph(`${run('Demande ')}${link('rId8', 'en ligne')}${run(' :')}`),
      paragraph(`${run('avant le ')}${run('1er juin 2020', '<w:b/>')}`, style('ListBullet')),
      heading('nl: Eenmalige premie van 4.000 €'),
      say('Een premie voor gesloten ondernemingen.'),
      paragraph(`${run('Aanvraag ')}${link('rId9', 'online')}${run(' vóór 1 juni 2020.')}`),
    ].join('')
    const markdown = PRIME.replace('fermées.\nElle', 'fermées. Elle')
    const word = parseWord(content, { rId8: 'https://fr.example', rId9: 'https://nl.example' })
    expect(word).toMatchObject({ update: (parse(markdown) as { update: object }).update, warnings: [] })
  })

  it('names the same mistakes as in Markdown, at the row of the table', () => {
    const bad = fieldsWith(
      ['deadline', '2020-02-30'],
      ['amount.max', '4.000 €'],
      ['authority.fr', 'Région'],
      ['levle', 'x'],
      ['links.fr', 'www.1819.brussels'],
      ['event', 'demain'],
      ['kind', 'measure'],
    )
    expect(wordProblems(`${bad}${FRENCH}${DUTCH}`)).toMatchInlineSnapshot(`
[
  "table row 6: deadline "2020-02-30" is not a date. Write it as 2020-02-29.",
  "table row 7: amount.max "4.000 €" is not an amount. Write it as 4000, without signs or separators.",
  "table row 8: authority has no Dutch. Fill in the row authority.nl.",
  "table row 9: "levle" is not a known key. Did you mean level?",
  "table row 10: "www.1819.brussels" is not a link that a mail may carry. Write it as https://www.1819.brussels.",
  "table row 10: links.nl is missing. Fill in: links.nl.",
  "table row 10: links.label is missing. Fill in: links.label.fr, links.label.nl.",
  "table row 11: event has several parts. Use the rows event.start, event.end, event.place, event.url.",
  "table row 12: kind stands twice in the table. Keep one of the rows.",
]
`)
  })

  it('names the same mistakes as in Markdown, at the paragraph', () => {
    const bad = `${FIELDS}${say('Avant.')}${heading('fr: Masques')}${say('Résumé.')}${paragraph(picture)}${heading('Autre')}${heading('fr: Encore')}`
    expect(wordProblems(bad, 'en')).toMatchInlineSnapshot(`
[
  "paragraph 1: Text stands before the first language. Move it below the heading "fr: …" or "nl: …".",
  "paragraph 4: A mail carries no image. Describe it, or link to a page that shows it.",
  "paragraph 5: "Autre" has the style Heading 1. Use Heading 2: Heading 1 is for the two languages.",
  "paragraph 6: The French text begins a second time. It begins in paragraph 2; join them.",
  "paragraph 6: The Dutch text is missing. Write "nl: Title" in the style Heading 1, and the text below.",
]
`)
    expect(wordProblems(bad, 'fr')).toMatchInlineSnapshot(`
[
  "paragraphe 1 : Du texte précède la première langue. Placez-le sous le titre « fr: … » ou « nl: … ».",
  "paragraphe 4 : Un courriel ne contient pas d’image. Décrivez-la ou mettez un lien vers la page qui la montre.",
  "paragraphe 5 : « Autre » porte le style Titre 1. Utilisez Titre 2 : Titre 1 est réservé aux deux langues.",
  "paragraphe 6 : Le texte français commence une deuxième fois. Il commence déjà au paragraphe 2 ; réunissez les deux.",
  "paragraphe 6 : Le texte néerlandais manque. Écrivez « nl: Titre » avec le style Titre 1, et le texte en dessous.",
]
`)
    expect(wordProblems(bad, 'nl')).toMatchInlineSnapshot(`
[
  "alinea 1: Er staat tekst vóór de eerste taal. Zet die onder de titel “fr: …” of “nl: …”.",
  "alinea 4: Een mail bevat geen afbeeldingen. Beschrijf de afbeelding of link naar de pagina die ze toont.",
  "alinea 5: “Autre” heeft de stijl Kop 1. Gebruik Kop 2: Kop 1 is voorbehouden voor de twee talen.",
  "alinea 6: De Franse tekst begint een tweede keer. Hij begon al in alinea 2; voeg beide samen.",
  "alinea 6: De Nederlandse tekst ontbreekt. Schrijf “nl: Titel” in de stijl Kop 1, met de tekst eronder.",
]
`)
  })

  it('says that the table is missing, and still reads the text', () => {
    expect(wordProblems(`${heading('fr: Masques')}${say('Résumé.')}`)).toMatchInlineSnapshot(`
[
  ":1 The table of fields is missing. Begin with the Word template: the table stands above the two texts.",
  "paragraph 2: The Dutch text is missing. Write "nl: Title" in the style Heading 1, and the text below.",
]
`)
  })

  it('takes a title in bold that is no heading for what was meant, and says so', () => {
    const bold = paragraph(run('nl: Maskers', '<w:b/>'))
    expect(wordProblems(`${FIELDS}${FRENCH}${bold}${say('Samenvatting.')}`)).toEqual([
      'paragraph 3: "nl: Maskers" does not open the Dutch text. Give it the style Heading 1.',
    ])
  })

  it('shows numbers that stand in one language only at their paragraph', () => {
    expect(wordWarnings(`${FIELDS}${FRENCH}${say('Prime de 500 €.')}${DUTCH}`)).toEqual([
      'paragraph 3: "500" stands in the French text only. Check the Dutch text.',
    ])
  })

  it('takes several links, and names the one that lacks something', () => {
    const fields = fieldsWith(
      ['links.fr', 'https://a.example'],
      ['links.nl', 'https://a.example'],
      ['links.label.fr', 'A'],
      ['links.label.nl', 'A'],
      ['links.fr', 'https://b.example'],
      ['links.label.fr', 'B'],
      ['links.label.nl', 'B'],
    )
    expect(wordProblems(`${fields}${FRENCH}${DUTCH}`)).toEqual([
      'table row 10: links.nl is missing. Fill in: links.nl.',
    ])
  })

  it('takes the address of a link in the table, whatever its words', () => {
    const link = paragraph(`<w:hyperlink r:id="rId8">${run('le site')}</w:hyperlink>`)
    const fields = fieldsWith(['event.start', '2020-04-06T14:00']).replace(
      '</w:tbl>',
      `${row(say('event.url'), link)}</w:tbl>`,
    )
    expect(parseWord(`${fields}${FRENCH}${DUTCH}`, { rId8: 'https://x.example' })).toMatchObject({
      update: { event: { url: 'https://x.example' } },
    })
  })

  it('keeps keys that are dangerous to an object as unknown keys', () => {
    expect(
      wordProblems(`${fieldsWith(['__proto__.polluted', 'x'], ['constructor', 'y'])}${FRENCH}${DUTCH}`),
    ).toEqual([
      expect.stringMatching(/^table row 6: "__proto__\.polluted" is not a known key/),
      expect.stringMatching(/^table row 7: "constructor" is not a known key/),
    ])
    expect(Object.keys(Object.prototype)).toEqual([])
  })
})

describe('tracked changes', () => {
  it('are taken as accepted: insertions in, deletions out, moves at their new place', () => {
    const moved = `<w:moveTo w:id="3">${run(' Ensuite.')}</w:moveTo>`
    const left = `<w:moveFrom w:id="4">${run('Ensuite. ')}</w:moveFrom>`
    const text = paragraph(
      `${left}${run('Fermé jusqu’au ')}${deleted('3')}${inserted(run('18'))}${run(' mai.')}${moved}`,
    )
    expect(frenchBody(text)).toBe('Fermé jusqu’au 18 mai. Ensuite.')
  })

  it('join two paragraphs whose mark was deleted, and drop a row that was deleted', () => {
    const mark = '<w:rPr><w:del w:id="5" w:author="A"/></w:rPr>'
    expect(frenchBody(paragraph(run('Un '), mark) + say('deux.'))).toBe('Un deux.')
    const fields = fieldsWith(['deadline', '2020-02-30']).replace(
      /<w:tr>(?!.*<w:tr>)/,
      '<w:tr><w:trPr><w:del w:id="6" w:author="A"/></w:trPr>',
    )
    expect(parseWord(`${fields}${FRENCH}${DUTCH}`)).toMatchObject({ update: { deadline: null } })
  })

  it('in the table change the value, and old formats stay away', () => {
    const value = paragraph(`${deleted('masques')}${inserted(run('masques-2'))}`)
    const fields = FIELDS.replace(say('masques'), value)
    expect(parseWord(`${fields}${FRENCH}${DUTCH}`)).toMatchObject({ update: { id: 'masques-2' } })
    const formerlyBold = '<w:rPrChange w:id="7" w:author="A"><w:rPr><w:b/></w:rPr></w:rPrChange>'
    expect(frenchBody(paragraph(run('maigre', formerlyBold)))).toBe('maigre')
  })
})

describe('the text of a Word file', () => {
  it('loses pasted formatting and keeps bold, italics, lists, headings and tables', () => {
    const pasted =
      '<w:rFonts w:ascii="Comic Sans MS"/><w:color w:val="FF0000"/><w:sz w:val="48"/><w:u w:val="single"/><w:highlight w:val="yellow"/>'
    const item = (text: string, level: number, list: number) =>
      paragraph(run(text), `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${list}"/></w:numPr>`)
    const body = [
      paragraph(
        run('Rouge et ', pasted) +
          run('gr', `<w:b/>${pasted}`) +
          run('as ', '<w:b/>') +
          run('ou ') +
          run('penché', '<w:i/>') +
          run('.'),
      ),
      paragraph(run('Suite'), style('Heading2')),
      item('un', 0, 1) + item('dedans', 1, 1) + item('deux', 0, 1),
      item('premier', 0, 2) + item('second', 0, 2),
      paragraph(run('•\u00a0\u00a0collé')),
      table(row(say('Condition'), say('Règle')), row(say('Taille'), say('moins de 50 | 60'))),
      paragraph(`${run('une')}<w:r><w:br/></w:r>${run('adresse')}`),
    ]
    expect(frenchBody(body.join(''))).toMatchInlineSnapshot(`
"Rouge et **gras** ou *penché*.

## Suite

- un
  - dedans
- deux
1. premier
2. second
- collé

| Condition | Règle |
| --- | --- |
| Taille | moins de 50 \\| 60 |

une\\
adresse"
`)
  })

  it('stays text, whatever it looks like in Markdown', () => {
    const texts = [
      '# pas un titre',
      '- ',
      '1. mai',
      '> cité',
      '*a* _b_ `c` [d](https://e.example) &lt;f&gt; x_y ~~z~~',
      '&amp;amp;',
    ]
    expect(frenchBody(texts.map(say).join(''))).toMatchInlineSnapshot(`
"\\# pas un titre

\\-

1\\. mai

\\> cité

\\*a\\* \\_b\\_ \\\`c\\\` \\[d\\](https://e.example) \\<f> x_y \\~\\~z\\~\\~

\\&amp;"
`)
  })

  it('keeps bold only where Markdown can show it', () => {
    expect(frenchBody(paragraph(run('mot') + run('(ou)', '<w:b/>') + run('mot')))).toBe('mot(ou)mot')
    expect(frenchBody(paragraph(run('avant, ') + run('“oui”', '<w:b/>') + run('.')))).toBe(
      'avant, **“oui”**.',
    )
  })

  it('takes links from relations and from fields', () => {
    const field = (type: string) => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`
    const instruction = '<w:r><w:instrText> HYPERLINK "https://b.example/(x)" </w:instrText></w:r>'
    const text = paragraph(
      `${field('begin')}${instruction}${field('separate')}${run('ici')}${field('end')}${run(' et ')}<w:hyperlink r:id="rId8">${run('là')}</w:hyperlink>`,
    )
    expect(frenchBody(text, { rId8: 'https://a.example' })).toBe(
      '[ici](https://b.example/%28x%29) et [là](https://a.example)',
    )
  })

  it('refuses pictures, text boxes and text struck through, and mentions comments and notes', () => {
    const box =
      '<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>x</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict/></mc:Fallback></mc:AlternateContent></w:r>'
    const bad = `${FIELDS}${FRENCH}${paragraph(picture)}${paragraph(box)}${paragraph(run('non', '<w:strike/>'))}${DUTCH}`
    expect(wordProblems(bad)).toMatchInlineSnapshot(`
[
  "paragraph 3: A mail carries no image. Describe it, or link to a page that shows it.",
  "paragraph 4: A text box, a formula or an embedded object is not read. Write what it says into the text.",
  "paragraph 5: Text is struck through here. Delete it, or take the line through it away.",
]
`)
    const notes = `${FIELDS}${FRENCH}${paragraph(`${run('x')}<w:r><w:commentReference w:id="1"/></w:r><w:r><w:footnoteReference w:id="1"/></w:r>`)}${DUTCH}`
    expect(wordWarnings(notes)).toMatchInlineSnapshot(`
[
  "paragraph 3: A comment stands here and is not sent. Nothing to do, if it was for yourselves.",
  "paragraph 3: A footnote stands here and is not sent. Write what matters into the text.",
]
`)
  })

  it('knows the headings of a French and of a Dutch Word, and of a style that is based on one', () => {
    for (const id of ['Titre1', 'Kop1', 'Heading1']) {
      const titled = `${FIELDS}${paragraph(run('fr: A'), style(id))}${say('Résumé.')}${DUTCH}`
      expect(parseWord(titled)).toMatchObject({ update: { text: { fr: { title: 'A' } } } })
    }
  })

  it('takes the sign that Word puts for an arrow, and names a sign that only Word has', () => {
    const sign = (code: string) => `<w:r><w:sym w:font="Wingdings" w:char="${code}"/></w:r>`
    expect(frenchBody(paragraph(`${run('a ')}${sign('F0E0')}${run(' b')}`))).toBe('a → b')
    expect(wordWarnings(`${FIELDS}${FRENCH}${paragraph(sign('F021'))}${DUTCH}`)).toEqual([
      'paragraph 3: A letter was lost here and shows as "\uFFFD". Type it again.',
    ])
  })
})

describe('a Word file with a bad intention', () => {
  it('has links and HTML refused, its Markdown and templates kept as text', () => {
    const link = paragraph(`<w:hyperlink r:id="rId8">${run('ici')}</w:hyperlink>`)
    const parsed = parseWord(`${FIELDS}${FRENCH}${link}${DUTCH}`, { rId8: 'javascript:alert(1)' })
    expect(parsed).toMatchObject({ problems: [{ code: 'link-wrong', unit: 'paragraph', line: 3 }] })
    const script = say('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(parseWord(`${FIELDS}${FRENCH}${script}${DUTCH}`)).toMatchObject({
      problems: [{ code: 'html-refused', unit: 'paragraph', line: 3, values: { found: '<script>' } }],
    })
    expect(frenchBody(say('&lt;nom&gt; {{evil}} ![x](https://e.example/p.png)'))).toBe(
      '\\<nom> {{evil}} !\\[x\\](https://e.example/p.png)',
    )
  })

  it('has characters that turn the writing direction named at their row or paragraph', () => {
    const fields = fieldsWith(['authority.fr', 'R\u202Egion'], ['authority.nl', 'Gewest'])
    expect(wordProblems(`${fields}${FRENCH}${say('a\u202Eb')}${DUTCH}`)).toEqual([
      'table row 6: The invisible character U+202E is not allowed. Delete it and type the passage again.',
      'paragraph 3: The invisible character U+202E is not allowed. Delete it and type the passage again.',
    ])
  })

  it('costs no more than a second, whatever it repeats', () => {
    const cpuTime = () => Object.values(process.cpuUsage()).reduce((sum, part) => sum + part) / 1000
    const start = cpuTime()
    frenchBody(paragraph(run(`a${' '.repeat(1_000_000)}b`, '<w:b/>')))
    wordProblems(
      `${fieldsWith(...Array.from({ length: 3000 }, (_, n): [string, string] => [`k${n}.x`, 'y']))}${FRENCH}${DUTCH}`,
    )
    wordProblems(`${fieldsWith(['x'.repeat(1_000_000), 'y'])}${FRENCH}${DUTCH}`)
    expect(cpuTime() - start).toBeLessThan(3000)
  })
})
