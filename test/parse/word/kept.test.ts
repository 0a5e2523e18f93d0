import { describe, expect, it } from '@jest/globals'
import { inPosition } from '../../../src/parse/word/raised.js'
import {
  cell,
  DUTCH,
  FIELDS,
  FRENCH,
  frenchBody,
  paragraph,
  row,
  run,
  say,
  table,
  wordProblems,
  wordWarnings,
} from '../../support/word-files.js'

const raised = (text: string) => run(text, '<w:vertAlign w:val="superscript"/>')
const lowered = (text: string) => run(text, '<w:vertAlign w:val="subscript"/>')
const whole = (inner: string) => `${FIELDS}${FRENCH}${inner}${DUTCH}`
const codes = (inner: string) => [...wordProblems(whole(inner)), ...wordWarnings(whole(inner))]
const field = (instruction: string, result: string) =>
  ['begin', 'separate', 'end']
    .map(type => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`)
    .flatMap((mark, index) => [
      mark,
      [`<w:r><w:instrText> ${instruction} </w:instrText></w:r>`, run(result), ''][index],
    ])
    .join('')

describe('raised and lowered text in Word', () => {
  it('keeps its meaning: a mark never becomes a digit of a number', () => {
    expect(
      frenchBody(paragraph(`${run('4.000')}${raised('1')}${run(' euros pour 25 m')}${raised('2')}`)),
    ).toBe('4.000¹ euros pour 25 m²')
    expect(frenchBody(paragraph(`${run('CO')}${lowered('2')}`))).toBe('CO₂')
    expect(frenchBody(paragraph(`${run('10')}${raised('-3')}`))).toBe('10⁻³')
  })

  it('is known by its style, and by a place of its own as LibreOffice writes it', () => {
    expect(
      frenchBody(paragraph(`${run('4.000')}${run('1', '<w:position w:val="8"/><w:sz w:val="19"/>')}`)),
    ).toBe('4.000¹')
    expect(
      frenchBody(paragraph(`${run('CO')}${run('2', '<w:position w:val="-2"/><w:sz w:val="19"/>')}`)),
    ).toBe('CO₂')
    expect(frenchBody(paragraph(`${run('4.000')}${run('1', '<w:position w:val="1"/>')}`))).toBe('4.0001')
  })

  it('leaves the ends of ordinals on the line, where they read as well', () => {
    const text = paragraph(
      `${run('Du 1')}${raised('er')}${run(' mai, M')}${raised('me')}${run(', n')}${raised('o')}${run(' 5')}`,
    )
    expect(frenchBody(text)).toBe('Du 1er mai, Mme, n° 5')
    expect(wordWarnings(whole(text))).not.toContain(expect.stringMatching(/Raised/))
  })

  it('is named where no character of Unicode says the same', () => {
    expect(inPosition('voir annexe 1', 'raised')).toEqual({ text: 'voir annexe ¹', isLost: true })
    expect(codes(paragraph(`${run('x')}${raised('qui')}`))).toEqual([
      'paragraph 3: Raised or lowered text stands here; a mail shows it on the line. Check that it can be understood, or write it otherwise.',
    ])
  })
})

describe('what Word shows in ways of its own', () => {
  it('names hidden text, which is not sent, in the text and in the table', () => {
    const hidden = paragraph(`${run('Vu. ')}${run('Note interne.', '<w:vanish/>')}`)
    expect(frenchBody(hidden)).toBe('Vu.')
    expect(wordWarnings(whole(hidden))).toEqual([
      'paragraph 3: Hidden text stands here and is not sent. Delete it, or clear "Hidden" in the font settings if readers should see it.',
    ])
    const row = `<w:tr><w:trPr><w:hidden/></w:trPr>${cell(say('secret'))}${cell(say('x'))}</w:tr>`
    expect(codes(table(row))[0]).toMatch(/^paragraph 3: Hidden text/)
  })

  it('refuses text struck twice, and text whose style is struck or hidden', () => {
    expect(codes(paragraph(run('non', '<w:dstrike/>')))[0]).toMatch(/^paragraph 3: Text is struck/)
    expect(codes(paragraph(run('oui', '<w:strike w:val="0"/>')))).toEqual([])
  })

  it('names a date that moves and a page number, and refuses the field of a mail merge', () => {
    const date = (inner: string) => codes(paragraph(inner))[0]
    const moving = /^paragraph 3: A date or page number/
    expect(date(field('DATE \\@ "d MMMM yyyy"', '30 novembre'))).toMatch(moving)
    expect(date(`<w:fldSimple w:instr=" PAGE ">${run('3')}</w:fldSimple>`)).toMatch(moving)
    expect(date(`${run('x')}<w:r><w:pgNum/></w:r>`)).toMatch(moving)
    expect(date(field('MERGEFIELD Commune', '«Commune»'))).toMatch(/^paragraph 3: A field of a mail merge/)
    expect(date(field('REF _Ref1 \\h', 'point'))).toBeUndefined()
    expect(date(field('EQ \\f(1,2)', ''))).toMatch(/^paragraph 3: A text box, a formula/)
  })

  it('keeps hyphens, breaks and tabs as characters', () => {
    const pieces = `<w:r><w:t>porte</w:t><w:noBreakHyphen/><w:t>a</w:t><w:softHyphen/><w:t>vion</w:t><w:tab/><w:t>un</w:t><w:cr/><w:t>deux</w:t></w:r>`
    expect(frenchBody(paragraph(pieces))).toBe('porte-avion un\\\ndeux')
  })

  it('reads signs of fonts of signs, wherever Word keeps them', () => {
    const font = (name: string) => `<w:rFonts w:ascii="${name}" w:hAnsi="${name}"/>`
    expect(frenchBody(paragraph(`${run('ü', font('Wingdings'))}${run(' oui')}`))).toBe('✓ oui')
    expect(frenchBody(paragraph(run('\uf0a3', font('Symbol'))))).toBe('≤')
    expect(frenchBody(paragraph(run('x', font('Symbola'))))).toBe('x')
    expect(codes(paragraph(run('\uf021')))[0]).toMatch(/^paragraph 3: A letter was lost/)
  })

  it('takes one of the alternatives of a text, and never both', () => {
    const choice = (text: string) => `<mc:Choice Requires="x">${run(text)}</mc:Choice>`
    const both = `<mc:AlternateContent>${choice('a')}${choice('b')}<mc:Fallback>${run('c')}</mc:Fallback></mc:AlternateContent>`
    expect(frenchBody(paragraph(both))).toBe('a')
    expect(
      frenchBody(
        paragraph(`<mc:AlternateContent><mc:Fallback>${run('c')}</mc:Fallback></mc:AlternateContent>`),
      ),
    ).toBe('c')
  })

  it('refuses SmartArt, formulas, words drawn as a picture and documents within the document', () => {
    const drawing = (inner: string) =>
      paragraph(`<w:r><w:drawing><a:graphic>${inner}</a:graphic></w:drawing></w:r>`)
    expect(codes(drawing('<dgm:relIds/>'))[0]).toMatch(/carries no image/)
    expect(codes(drawing('<cx:chart/>'))[0]).toMatch(/carries no image/)
    expect(
      codes(paragraph('<w:r><w:pict><v:shape><v:textpath string="SOLDES"/></v:shape></w:pict></w:r>'))[0],
    ).toMatch(/A text box/)
    expect(codes(paragraph('<m:oMath/>'))[0]).toMatch(/A text box, a formula/)
    expect(codes('<w:altChunk r:id="rId8"/>')[0]).toMatch(/A text box/)
  })

  it('says what a cell says that was merged downwards in each of its rows', () => {
    const merged = (value: string, inner: string) =>
      `<w:tc><w:tcPr><w:vMerge${value}/></w:tcPr>${inner}</w:tc>`
    const rows = [
      row(say('Commune'), say('Jour')),
      `<w:tr>${merged(' w:val="restart"', say('Jette'))}${cell(say('lundi'))}</w:tr>`,
      `<w:tr>${merged('', '<w:p/>')}${cell(say('mardi'))}</w:tr>`,
    ]
    expect(frenchBody(table(...rows))).toBe(
      '| Commune | Jour |\n| --- | --- |\n| Jette | lundi |\n| Jette | mardi |',
    )
    const before = `<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>${cell(say('jeudi'))}</w:tr>`
    expect(frenchBody(table(...rows, before))).toContain('|  | jeudi |')
  })

  it('keeps what stands before the items of a list in a cell', () => {
    const item = (text: string, list: number) =>
      paragraph(run(text), `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="${list}"/></w:numPr>`)
    expect(
      frenchBody(table(row(say('A'), say('B')), row(item('un', 2) + item('deux', 2), item('point', 1)))),
    ).toContain('| 1. un 2. deux | • point |')
  })

  it('reads form fields around runs, paragraphs, cells and rows, and leaves out their prompts', () => {
    const control = (inner: string, more = '') =>
      `<w:sdt><w:sdtPr>${more}</w:sdtPr><w:sdtContent>${inner}</w:sdtContent></w:sdt>`
    const prompt = '<w:showingPlcHdr/>'
    expect(
      frenchBody(paragraph(`${run('a ')}${control(run('b'))}${control(run('[texte | tekst]'), prompt)}`)),
    ).toBe('a b')
    expect(frenchBody(control(say('bloc')))).toBe('bloc')
    expect(frenchBody(paragraph(`${run('a ')}${control(run('écrit'), prompt)}`))).toBe('a écrit')
    const inTable = table(
      row(say('A'), say('B')),
      control(row(say('c'), say('d'))),
      `<w:tr>${control(cell(say('e')))}${control(cell(say('[texte | tekst]')), prompt)}</w:tr>`,
    )
    expect(frenchBody(inTable)).toContain('| c | d |\n| e |  |')
  })

  it('reads the fields of an old form: the line of a list, and whether a box is ticked', () => {
    const old = (data: string) =>
      `<w:r><w:fldChar w:fldCharType="begin"><w:ffData>${data}</w:ffData></w:fldChar></w:r><w:r><w:instrText> FORM </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
    const list =
      '<w:ddList><w:result w:val="1"/><w:listEntry w:val="oui"/><w:listEntry w:val="non"/></w:ddList>'
    expect(frenchBody(paragraph(old(list)))).toBe('non')
    expect(frenchBody(paragraph(`${old('<w:checkBox><w:checked/></w:checkBox>')}${run(' oui')}`))).toBe(
      '☒ oui',
    )
  })

  it('keeps the place in a page that a link leads to', () => {
    const link = `<w:hyperlink r:id="rId8" w:anchor="aide">${run('ici')}</w:hyperlink>`
    expect(frenchBody(paragraph(link), { rId8: 'https://a.example/x' })).toBe(
      '[ici](https://a.example/x#aide)',
    )
    expect(frenchBody(paragraph(field('HYPERLINK "https://a.example/x" \\l "aide"', 'ici')))).toBe(
      '[ici](https://a.example/x#aide)',
    )
  })
})
