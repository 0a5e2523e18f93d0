import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../../src/config.js'
import { contentHash } from '../../../src/model/updates/hash.js'
import type { Update } from '../../../src/model/updates/update.js'
import {
  emptyForm,
  fitsForm,
  formOf,
  sourceOf,
  type UpdateForm,
} from '../../../src/model/updates/update-form.js'
import { NAMED, parse } from '../../support/update-files.js'

const LANGUAGES = ['fr', 'nl']
const EXAMPLES = readdirSync(join(PROJECT_ROOT, 'examples'), { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.md') && !name.endsWith('README.md'))
  .filter(name => statSync(join(PROJECT_ROOT, 'examples', name)).isFile())

const read = (text: string): Update => {
  const parsed = parse(text, NAMED)
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems))
  return parsed.update
}
const problemsOf = (form: UpdateForm) => {
  const source = sourceOf(form)
  const parsed = parse(source.text, NAMED)
  const problems = 'problems' in parsed ? parsed.problems : []
  return problems.map(({ code, line }) => `${source.fieldAt(line)} ${code}`)
}

const good = (change: Partial<UpdateForm> = {}): UpdateForm => ({
  ...emptyForm(LANGUAGES),
  ...{ id: 'prime', kind: 'notice', topic: 'economy', level: 'region' },
  title: { fr: 'Prime', nl: 'Premie' },
  text: { fr: 'Un résumé.', nl: 'Een samenvatting.' },
  ...change,
})

describe('a form', () => {
  it.each(EXAMPLES)('of %s makes a file with the same content', name => {
    const update = read(readFileSync(join(PROJECT_ROOT, 'examples', name), 'utf8'))
    const again = read(sourceOf({ ...formOf(update, LANGUAGES), change: update.change ?? {} }).text)
    expect(fitsForm(update)).toBe(true)
    expect(again).toEqual(update)
    expect(contentHash(again)).toBe(contentHash(update))
  })

  it('of an update leaves out the note of its last change', () => {
    const update = { ...read(sourceOf(good()).text), change: { fr: 'Avant', nl: 'Voorheen' } }
    expect(formOf(update, LANGUAGES).change).toEqual({ fr: '', nl: '' })
  })

  it.each<[string, Partial<UpdateForm>, (update: Update) => unknown, unknown]>([
    [
      'quotes and colons',
      { title: { fr: 'L’aide "unique": 4', nl: "'t is: zo" } },
      ({ text }) => text.fr?.title,
      'L’aide "unique": 4',
    ],
    [
      'a # in a value',
      { authority: { fr: 'Région # 1: x', nl: '- [y] & *z' } },
      ({ authority }) => authority,
      { fr: 'Région # 1: x', nl: '- [y] & *z' },
    ],
    ['digits as a code', { competences: [], id: '2020' }, ({ id }) => id, '2020'],
    ['an amount', { amount: { min: '', max: ' 4000.50 ', per: {} } }, ({ amount }) => amount?.max, 4000.5],
    [
      'several lines of text to pass on',
      { pass_on: { fr: 'Un :\r\ndeux "x"', nl: 'Een :\ntwee' } },
      ({ pass_on }) => pass_on,
      { fr: 'Un :\ndeux "x"', nl: 'Een :\ntwee' },
    ],
    [
      'text with CRLF',
      { text: { fr: 'Un\r\n\r\nDeux\rTrois', nl: 'Een\r\n\r\nTwee' } },
      ({ text }) => text.fr,
      { title: 'Prime', summary: 'Un', body: 'Deux\nTrois' },
    ],
    [
      'a rule within a text',
      { text: { fr: 'Un\n\n---\n\nid: autre', nl: 'Een\n\n---\n\nid: ander' } },
      ({ id }) => id,
      'prime',
    ],
    ['emoji and accents', { title: { fr: 'É 👩‍🚒 œ', nl: 'Ĳ ë' } }, ({ text }) => text.fr?.title, 'É 👩‍🚒 œ'],
    [
      'a title of several lines',
      { title: { fr: 'Prime\n---\nid: autre', nl: 'x' } },
      ({ text }) => text.fr?.title,
      'Prime --- id: autre',
    ],
  ])('keeps %s', (_, change, of, expected) => {
    expect(of(read(sourceOf(good(change)).text))).toEqual(expected)
  })

  it('has every line of its file from a field, and each key once', () => {
    const form = good({
      ...{ from: '2020-04-08', until: '2020-06-01', deadline: '2020-05-01', urgency: 'urgent' },
      amount: { min: '1', max: '2', per: { fr: 'a', nl: 'b' } },
      ...{ authority: { fr: 'a', nl: 'b' }, roles: ['mayor'], status: 'withdrawn', more: 'act: {}\n\n# x' },
      event: { start: '2020-04-06T14:00', end: '', place: { fr: '', nl: '' }, url: '' },
    })
    const { text, fieldAt } = sourceOf(form)
    const lines = text.trimEnd().split('\n')
    const keyed = lines.slice(1, lines.indexOf('---', 1)).map((line, index) => [fieldAt(index + 2), line])
    for (const [field, line] of keyed) expect(field === 'more' || line?.startsWith(`${field}: `)).toBe(true)
    expect(lines.map((_, index) => fieldAt(index + 1)).slice(-6)).toEqual([
      ...['', 'title.fr', 'text.fr', 'text.fr'],
      ...['title.nl', 'text.nl'],
    ])
    expect(fieldAt(9999)).toBe('')
  })

  it('with mistakes names each at its field', () => {
    expect(
      problemsOf({
        ...good({ deadline: '2020-02-30', kind: '', topic: 'nothing' }),
        amount: { min: '', max: '4.000', per: {} },
        links: [{ href: { fr: 'http://x.example', nl: '' }, label: { fr: 'x', nl: 'y' } }],
        title: { fr: '', nl: 'Premie' },
        text: { fr: 'Un.', nl: '' },
        event: { start: 'demain', end: '', place: {}, url: '' },
        pass_on: { fr: 'x', nl: '' },
        more: 'nothing: 1',
      }),
    ).toEqual([
      ...['kind key-missing', 'topic not-allowed', 'deadline date-wrong', 'amount number-wrong'],
      ...['links key-missing', 'links link-wrong', 'event time-wrong', 'pass_on language-missing'],
      ...['more key-unknown', 'title.fr title-missing', 'title.nl summary-missing'],
    ])
  })

  it('that is empty has no line that belongs to nothing', () => {
    expect(problemsOf(emptyForm(LANGUAGES)).map(one => one.split(' ')[0])).toEqual([
      ...['id', 'kind', 'topic', 'level', 'title.fr', 'title.fr', 'title.nl', 'title.nl'],
    ])
  })
})

describe('somebody who types to break out', () => {
  it.each<[string, Partial<UpdateForm>]>([
    ['a key in an id', { id: 'x\nkind: measure' }],
    ['a fence in an id', { id: '---' }],
    ['a fence in a code', { kind: 'notice\n---\n# fr: x' }],
    ['a section of no language', { text: { fr: 'Un.\n\n# de: Autre\nAutre.', nl: 'Een.' } }],
    ['a fence in more', { more: '---\n# fr: Autre\nAutre.' }],
    ['a fence with spaces in more', { more: '---  \n# nl: Autre' }],
    ['another document in more', { more: '--- {id: autre}' }],
    ['the end of a document in more', { more: '...\nid: autre' }],
    ['a known key in more', { more: 'id: autre' }],
    ['the text in more', { more: 'text: {fr: {title: x, summary: y, body: z}}' }],
    ['what no file may say', { more: 'follows: nl' }],
    ['a tag in more', { more: 'act: !!js/function "x"' }],
    ['a merge in more', { more: '<<: {id: autre}' }],
  ])('by %s gets a problem at that field', (_, change) => {
    const [field = ''] = Object.keys(change)
    const found = problemsOf(good(change))
    expect(found).not.toEqual([])
    for (const one of found) expect(one.split(/[. ]/)[0]).toBe(field)
  })

  it('by the heading of the other language gets a problem, and that language no text of theirs', () => {
    const form = good({ text: { fr: 'Un.\n\n# nl: Autre\nAutre.', nl: 'Een.' } })
    expect(problemsOf(form)).toEqual(['title.nl section-twice'])
  })
})
