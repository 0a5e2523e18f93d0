import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { strFromU8, unzipSync, zipSync } from 'fflate'
import { PROJECT_ROOT } from '../../../src/config.js'
import { PROMPTS, TEXT_PROMPTS } from '../../../src/model/updates/prompts.js'
import { fieldNamed } from '../../../src/model/updates/vocabulary.js'
import { withoutPrompts } from '../../../src/parse/word/prompts.js'
import { readTextDocument } from '../../../src/parse/word/text-document.js'
import { parseWordUpdate } from '../../../src/parse/word/word-update.js'
import { formatProblem } from '../../../src/present/problem/texts.js'
import { labelOf, templateRows } from '../../../src/present/word/word-template-rows.js'
import { KNOWN } from '../../support/update-files.js'
import { filledFields, TEMPLATE, TEMPLATE_NAMES } from '../../support/word-files.js'

const fixture = (name: string) => readFile(join(PROJECT_ROOT, 'test', 'fixtures', 'word', 'template', name))
const documentOf = (bytes: Uint8Array) => strFromU8(unzipSync(bytes)['word/document.xml'] as Uint8Array)
const withText = (bytes: Uint8Array, change: (text: string) => string) =>
  zipSync({
    ...unzipSync(bytes),
    'word/document.xml': Buffer.from(change(documentOf(bytes))),
  })

function parse(bytes: Uint8Array, name = 'prime.docx') {
  const read = readTextDocument(bytes, name)
  if ('fault' in read) return read
  return parseWordUpdate(read.document, {
    ...KNOWN,
    names: TEMPLATE_NAMES,
    file: name,
  })
}
function problems(bytes: Uint8Array): string[] {
  const parsed = parse(bytes)
  return 'problems' in parsed ? parsed.problems.map(one => formatProblem(one, 'en').slice(12)) : []
}

/** What stands in the template of the fixtures; of each kind of form field one. */
const VALUES = {
  from: '2026-12-07',
  deadline: '2026-12-20',
  urgency: 'Normal / Normaal',
  'authority.fr': 'Bruxelles Économie et Emploi',
  'authority.nl': 'Brussel Economie en Werkgelegenheid',
  'amount.max': '4 000',
  'concerns.competences': 'Économie / Economie, Santé / Gezondheid',
  'links.fr': 'https://1819.brussels/fr',
  'links.nl': 'https://1819.brussels/nl',
  'links.label.fr': 'Demande',
  'links.label.nl': 'Aanvraag',
  'fr.body': 'Le plafond vaut par entreprise.',
  'nl.body': 'Het plafond geldt per onderneming.',
}

describe('the Word template', () => {
  const rows = templateRows(TEMPLATE_NAMES)
  const paths = rows.flatMap(row => ('path' in row ? [row.path] : []))

  it('has labels in both languages, each of which names its field', () => {
    expect(paths.map(path => fieldNamed(labelOf(path)))).toEqual(paths)
    for (const path of paths)
      for (const half of labelOf(path).split(' / ')) expect(fieldNamed(half)).toEqual(path)
    expect(labelOf(['topic'])).toBe('Thème / Onderwerp')
    expect(labelOf(['event', 'place', 'fr'])).toBe('Événement\u00a0: lieu (fr) / Evenement: plaats (fr)')
  })

  it('has headings within the table that name no field', () => {
    const headings = rows.flatMap(row => ('heading' in row ? [row.heading] : []))
    expect(headings.length).toBeGreaterThan(4)
    expect(headings.map(fieldNamed)).toEqual(headings.map(() => null))
  })

  it('has lists of choices in both languages, days to pick, and a field for each text', () => {
    const text = documentOf(TEMPLATE)
    expect(text).toContain('<w:listItem w:displayText="Aide / Steun" w:value="support"/>')
    expect(text).toContain('<w:listItem w:displayText="Action sociale / Welzijn" w:value="social"/>')
    expect(text.match(/<w:dropDownList>/g)).toHaveLength(5)
    expect(text.match(/<w:date>/g)).toHaveLength(3)
    const numbers = [...text.matchAll(/<w:id w:val="(\d+)"\/>/g)].map(([, number]) => number)
    expect(new Set(numbers).size).toBe(paths.length + 6)
  })

  it('has its elements in the order of the schema, so that Word repairs nothing', () => {
    const order: Record<string, string[]> = {
      sdtPr: [
        'rPr',
        'alias',
        'tag',
        'id',
        'lock',
        'placeholder',
        'temporary',
        'showingPlcHdr',
        'comboBox',
        'date',
        'dropDownList',
      ],
      date: ['dateFormat', 'lid', 'storeMappedDataAs', 'calendar'],
      tcPr: ['tcW', 'gridSpan', 'vMerge', 'tcBorders', 'shd'],
      rPr: ['rStyle', 'b', 'i', 'noProof', 'color', 'sz', 'lang'],
      pPr: ['pStyle', 'keepNext', 'numPr', 'spacing'],
      tblPr: ['tblStyle', 'tblW', 'tblLayout'],
    }
    for (const [parent, names] of Object.entries(order)) {
      const all = documentOf(TEMPLATE).matchAll(new RegExp(`<w:${parent}>(.*?)</w:${parent}>`, 'g'))
      for (const [, inner = ''] of all) {
        const flat = inner.replace(/<w:(date|comboBox|dropDownList)>.*<\/w:\1>/, '<w:$1/>')
        const found = [...flat.matchAll(/<w:(\w+)/g)].map(([, name]) => names.indexOf(name ?? ''))
        expect(found).not.toContain(-1)
        expect(found).toEqual([...found].sort((a, b) => a - b))
      }
    }
  })

  it('is refused untouched, and publishes none of its prompts', () => {
    expect(problems(TEMPLATE)).toMatchInlineSnapshot(`
     [
       "table row 3: Id is missing. Fill in: Id.",
       "table row 4: Type / Soort is missing. Fill in: Type / Soort.",
       "table row 5: Thème / Onderwerp is missing. Fill in: Thème / Onderwerp.",
       "table row 6: Niveau is missing. Fill in: Niveau.",
       "paragraph 1: The French text has no title. Write it in the heading, after "fr:".",
       "paragraph 1: The French text has no summary. Write a first paragraph below the title.",
       "paragraph 2: The Dutch text has no title. Write it in the heading, after "nl:".",
       "paragraph 2: The Dutch text has no summary. Write a first paragraph below the title.",
     ]
    `)
    const prompts = [
      ...Object.values(PROMPTS),
      ...Object.values(TEXT_PROMPTS.fr),
      ...Object.values(TEXT_PROMPTS.nl),
    ]
    const text = documentOf(TEMPLATE).replaceAll('\u00a0', ' ')
    for (const prompt of prompts) expect(text).toContain(prompt)
  })

  it('is an update once it is filled in, whatever is left out', () => {
    expect(parse(filledFields({}))).toMatchObject({
      warnings: [],
      update: {
        id: 'masques-en-tissu',
        kind: 'measure',
        topic: 'economy',
        level: 'region',
        deadline: null,
        links: [],
        event: null,
        text: {
          fr: {
            title: 'Titre des masques',
            summary: 'Ce paragraphe est le résumé.',
            body: '',
          },
          nl: { title: 'Titel van de maskers', body: '' },
        },
      },
    })
  })

  it('takes what is typed by hand in place of a form field, in either language', () => {
    const typed = withText(filledFields({}), text =>
      text
        .replace('Mesure / Maatregel</w:t>', 'steun</w:t>')
        .replace(
          /<w:sdt>(?:(?!<w:sdt>).)*<w:tag w:val="deadline".*?<\/w:sdt>/s,
          '<w:r><w:t>20 décembre 2026</w:t></w:r>',
        ),
    )
    expect(parse(typed)).toMatchObject({
      update: { kind: 'support', deadline: '2026-12-20' },
    })
  })

  it('names a prompt that somebody has typed beside, and takes what was typed', () => {
    const beside = withText(filledFields({}), text =>
      text
        .replaceAll('<w:showingPlcHdr/>', '')
        .replace('[texte | tekst]', '[texte | tekst]Bruxelles')
        .replace('[texte | tekst]<', 'Brussel[texte | tekst]<'),
    )
    expect(parse(beside)).toMatchObject({
      update: { authority: { fr: 'Bruxelles', nl: 'Brussel' }, deadline: null },
    })
  })

  it('holds the text of a date picker against the day that it holds', () => {
    const day = (text: string) =>
      withText(filledFields({ deadline: '2026-12-20' }), all =>
        all.replace('>2026-12-20</w:t>', `>${text}</w:t>`),
      )
    expect(parse(day('dimanche 20 décembre 2026'))).toMatchObject({
      update: { deadline: '2026-12-20' },
    })
    expect(problems(day('21/12/2026'))).toEqual([
      'table row 13: Échéance / Uiterste datum: the text says "21/12/2026", the date picker holds 2026-12-20. Pick the day again in the form field.',
    ])
    expect(problems(day('fin décembre'))[0]).toMatch(/"fin décembre" is not a date/)
  })

  it('takes the code of a line of a list that an agency has worded otherwise', () => {
    const own = withText(filledFields({}), text =>
      text
        .replace('w:displayText="Mesure / Maatregel"', 'w:displayText="Décision du gouvernement"')
        .replace('Mesure / Maatregel</w:t>', 'Décision du gouvernement</w:t>'),
    )
    expect(parse(own)).toMatchObject({ update: { kind: 'measure' } })
  })
})

describe('a filled-in template of another program or time', () => {
  it.each(['abiword.docx', 'calligra.odt'])('says the same: %s', async name => {
    const own = parse(filledFields(VALUES))
    expect(own).toMatchObject({
      warnings: [],
      update: {
        deadline: '2026-12-20',
        concerns: { competences: ['economy', 'health'] },
      },
    })
    expect(parse(await fixture(name), name)).toEqual(own)
  })

  it.each(['abiword-untouched.docx', 'calligra-untouched.odt'])('is as empty as ours: %s', async name => {
    const codes = (parsed: ReturnType<typeof parse>) =>
      'problems' in parsed ? parsed.problems.map(({ code, line }) => `${code} ${line}`) : []
    expect(codes(parse(await fixture(name), name))).toEqual(codes(parse(TEMPLATE)))
    const read = readTextDocument(await fixture(name), name)
    expect(JSON.stringify('document' in read && withoutPrompts(read.document))).not.toMatch(
      /\[(?:texte|choisir|Titre|Le résumé)/,
    )
  })

  it('is named where its program wrote XML that is not well-formed', async () => {
    expect(parse(await fixture('abiword-not-well-formed.odt'), 'abiword.odt')).toEqual({ fault: 'broken' })
  })

  it('is read as before, where it was made before there were form fields', async () => {
    expect(parse(await fixture('filled-in-before-form-fields.docx'))).toMatchObject({
      warnings: [],
      update: {
        id: 'masques-en-tissu',
        kind: 'measure',
        deadline: '2026-12-20',
        amount: { max: 4000 },
        concerns: { competences: ['economy', 'health'] },
        text: { fr: { title: 'Titre des masques' } },
      },
    })
  })
})
