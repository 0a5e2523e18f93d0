import { beforeAll, describe, expect, it } from '@jest/globals'
import { calendarFile } from '../../src/ical/calendar-file.js'
import type { EditionContent, EditionItem } from '../../src/model/editions/edition.js'
import { calendarEntries } from '../../src/present/mail/calendar-entries.js'
import { hasPython, readCalendar } from '../support/python.js'
import { sampleEdition, sampleItem } from '../support/sample-edition.js'

let sample: EditionContent
beforeAll(async () => {
  sample = await sampleEdition()
})

function fileOf(items: EditionItem[], { agency, sender }: { agency?: string; sender?: string } = {}): string {
  const house = agency ? { ...sample.house, agency: { fr: agency, nl: agency } } : sample.house
  const entries = calendarEntries({ ...sample, items, house, sender: sender ?? sample.sender ?? '' }, 'nl')
  if (!entries) throw new Error('no entries')
  return calendarFile(entries)
}

const meeting = (more: { url?: string; place?: string }) => {
  const place = more.place ? { fr: more.place, nl: more.place } : null
  return sampleItem({ event: { start: '2020-05-14T14:00', end: null, place, url: more.url ?? null } })
}

type Line = { name: string; parameters: Record<string, string>; value: string }

const UNSAFE = /[\p{Cc}"]/u
/** RFC 3986 §2: what may stand in a URI, and a per cent sign only before two hexadecimal digits. */
const URI = /^[a-z][a-z0-9+.-]*:(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-F]{2})*$/i

/** The content lines of a file, read by the grammar of RFC 5545 §3.1 to the letter; throws at what it doesn't allow. */
function strictly(file: string): Line[] {
  if (!file.endsWith('\r\n')) throw new Error('the last line does not end')
  return file
    .replaceAll('\r\n ', '')
    .slice(0, -2)
    .split('\r\n')
    .map(line => {
      const name = /^[A-Za-z0-9-]+/.exec(line)?.[0] ?? ''
      let rest = line.slice(name.length)
      const parameters: Record<string, string> = {}
      while (rest.startsWith(';')) {
        const found = /^;([A-Za-z0-9-]+)=("[^"]*"|[^";:,]*)/.exec(rest)
        const value = found?.[2]?.replace(/^"|"$/g, '') ?? '"'
        if (!found?.[1] || UNSAFE.test(value)) throw new Error(`no parameter: ${rest}`)
        parameters[found[1]] = value.replace(
          /\^(['n^])/g,
          (_, one) => ({ "'": '"', n: '\n' })[one as "'"] ?? '^',
        )
        rest = rest.slice(found[0].length)
      }
      if (name === '' || !rest.startsWith(':')) throw new Error(`no content line: ${line}`)
      const value = rest.slice(1)
      if (/\p{Cc}/u.test(value)) throw new Error(`a control character: ${line}`)
      return { name, parameters, value }
    })
}

const only = (file: string, wanted: string): Line => {
  const found = strictly(file).filter(({ name }) => name === wanted)
  if (found.length !== 1 || !found[0]) throw new Error(`${found.length} ${wanted}`)
  return found[0]
}

/** A value of type TEXT, RFC 5545 §3.3.11. */
function textIn({ value }: Line): string {
  if (/(?<!\\)(?:\\\\)*[;,]/.test(value) || /(?<!\\)(?:\\\\)*\\[^\\;,nN]/.test(value))
    throw new Error(`no TEXT: ${value}`)
  return value.replace(/\\([\\;,nN])/g, (_, one) => (/n/i.test(one) ? '\n' : one))
}

describe('the URL of a calendar entry', () => {
  it.each([
    ['with a comma and a semicolon', 'https://agence.example/a,b;c?d=e,f;g', null],
    ['that is in per cent already', 'https://agence.example/a%2Cb?q=%C3%A9', null],
    ['with a fragment and quotes', "https://agence.example/it's#l'%C3%A9t%C3%A9", null],
    [
      'with letters beyond ASCII',
      'https://agence.example/été?q=œ',
      'https://agence.example/%C3%A9t%C3%A9?q=%C5%93',
    ],
    ['of a host beyond ASCII', 'https://été.example/a,b', 'https://xn--t-9fab.example/a,b'],
    [
      'with what no URI may hold',
      'https://agence.example/a"b|c^d`e{f}',
      'https://agence.example/a%22b%7Cc%5Ed%60e%7Bf%7D',
    ],
    ['with a backslash', 'https://agence.example/a?b\\c', 'https://agence.example/a?b%5Cc'],
    ['of a mailbox', 'mailto:a@agence.example?subject=b,c;d', null],
  ])('%s is the address itself', (_, url, shown) => {
    const line = only(fileOf([meeting({ url })]), 'URL')
    expect(line.value).toBe(shown ?? url)
    expect(line.value).toMatch(URI)
    expect(line.parameters).toEqual({ VALUE: 'URI' })
  })

  it('of a deadline is its first link, as it is', () => {
    const url = 'https://agence.example/demande;jsessionid=1?a=1,2'
    const links = [{ fr: url, nl: url, label: { fr: 'Demande', nl: 'Aanvraag' } }]
    expect(only(fileOf([sampleItem({ deadline: '2020-06-01', links })]), 'URL').value).toBe(url)
  })
})

describe('the organizer', () => {
  it.each([
    'Bruxelles Économie et Emploi',
    'Agence 5" : commerce, horeca; et ^ plus ^n',
    'Agentschap \\ Handel',
    'A"B',
    '🚀 Estafette',
  ])('is called %j', agency => {
    const { parameters, value } = only(fileOf([meeting({})], { agency }), 'ORGANIZER')
    expect(parameters).toEqual({ CN: agency })
    expect(value).toBe('mailto:estafette@estafette.example')
  })

  it('has quotation marks of its language, which every program reads', () => {
    expect(only(fileOf([meeting({})], { agency: 'Agentschap "Handel"' }), 'ORGANIZER').parameters).toEqual({
      CN: 'Agentschap “Handel”',
    })
  })

  it.each([
    ['o’brien+crise@agence.example', 'mailto:o%E2%80%99brien+crise@agence.example'],
    ['a&b=c?d@agence.example', 'mailto:a%26b%3Dc%3Fd@agence.example'],
    ['"a b;c"@agence.example', 'mailto:%22a%20b%3Bc%22@agence.example'],
  ])('has the address %j', (sender, mailto) => {
    const { value } = only(fileOf([meeting({})], { sender }), 'ORGANIZER')
    expect(value).toBe(mailto)
    expect(value).toMatch(URI)
  })
})

describe('the texts of an entry', () => {
  it.each([
    'Zaal A, verdieping 2; deur 5": links',
    'a\\b \\n c\\, d',
    `${'é'.repeat(80)}🚀${'’'.repeat(80)}`,
    'a\u0007b\u001bc',
  ])('come back as they were: %j', place => {
    const shown = place.replace(/\p{Cc}/gu, ' ')
    const file = fileOf([meeting({ place })])
    expect(textIn(only(file, 'LOCATION'))).toBe(shown)
    for (const name of ['SUMMARY', 'DESCRIPTION', 'UID']) expect(textIn(only(file, name))).not.toBe('')
  })

  it('are folded at 75 octets, within no character', () => {
    for (let length = 60; length < 75; length++) {
      const bytes = Buffer.from(fileOf([meeting({ place: `${'a'.repeat(length)}é🚀’ ${'œ'.repeat(60)}` })]))
      for (const line of bytes.toString('latin1').split('\r\n')) {
        expect(line.length).toBeLessThanOrEqual(75)
        const folded = Buffer.from(line, 'latin1')
        expect(Buffer.from(folded.toString('utf8'))).toEqual(folded)
      }
    }
  })
})

const pythonTests = hasPython('icalendar') ? describe : () => {}

pythonTests('another program', () => {
  it('reads the same addresses and places', () => {
    const url = 'https://agence.example/a,b;c?d=e,f;g'
    const { errors, entries } = readCalendar(fileOf([meeting({ url, place: 'Zaal Één, deur 2; links' })]))
    expect(errors).toEqual([])
    expect(entries[0]).toMatchObject({
      url,
      place: 'Zaal Één, deur 2; links',
      organizer: 'mailto:estafette@estafette.example',
    })
  })
})
