import { describe, expect, it } from '@jest/globals'
import type { MandateHolder } from '../../../src/model/roster/recipient.js'
import { withAddress, withAddressOfPerson } from '../../../src/parse/roster/address-line.js'

const HEAD = 'id;commune;name;email;since'

describe('another address in the list of mandates', () => {
  it.each([
    [
      `${HEAD}\na;1;A;a@x.example;\nb;2;B;b@x.example;\n`,
      `${HEAD}\na;1;A;new@y.example;\nb;2;B;b@x.example;\n`,
    ],
    [
      `\ufeff${HEAD}\r\nb;2;B;;\r\na;1;A; a@x.example ;2018\r\n`,
      `\ufeff${HEAD}\r\nb;2;B;;\r\na;1;A; new@y.example ;2018\r\n`,
    ],
    [`${HEAD}\n"a";1;"A; of ""X""";"a@x.example";`, `${HEAD}\n"a";1;"A; of ""X""";"new@y.example";`],
    ['Email,ID\na@x.example,a', 'Email,ID\nnew@y.example,a'],
    [`${HEAD}\na;1;A;;\n`, `${HEAD}\na;1;A;new@y.example;\n`],
  ])('changes one cell of %j', (before, after) => {
    expect(withAddress(before, 'a', 'new@y.example')?.text).toBe(after)
  })

  it('tells what stood there', () => {
    expect(withAddress(`${HEAD}\na;1;A;"a@x.example";`, 'a', 'n@y.example')?.before).toBe('a@x.example')
  })

  it.each([
    ['nobody of that id', `${HEAD}\nb;2;B;b@x.example;`],
    ['two of that id', `${HEAD}\na;1;A;a@x.example;\na;1;A;a@x.example;`],
    ['a line with a cell too many', `${HEAD}\na;1;A;x;a@x.example;`],
    ['no column for addresses', 'id;name\na;A'],
  ])('is refused where there is %s', (_, text) => {
    expect(withAddress(text, 'a', 'new@y.example')).toBeNull()
  })
})

describe('another address of a person in the list of mandates', () => {
  const mandate = (id: string, name: string, role: 'mayor' | 'alderman'): MandateHolder => ({
    id,
    commune: '21010',
    role,
    acting: false,
    competences: [],
    name,
    salutation: { fr: '', nl: '' },
    languages: 'fr',
    email: 'cabinet@x.example',
    since: null,
    until: null,
  })
  const people = [
    mandate('a', 'Anne Dupont', 'mayor'),
    mandate('b', 'Anne Dupont', 'alderman'),
    mandate('c', 'Marc Peeters', 'alderman'),
  ]
  const list = (...mails: string[]) =>
    [HEAD, ...people.map(({ id, name }, index) => `${id};1;${name};${mails[index]};`), ''].join('\n')
  const [old, fresh] = ['cabinet@x.example', 'new@y.example']

  it('is written on each line of that person, and on nobody else’s; back again, the list is what it was', () => {
    const made = withAddressOfPerson(list(old, old, old), 'b', fresh, people)
    expect(made).toEqual({ text: list(fresh, fresh, old), before: old, also: ['a'] })
    const moved = people.map(one => (one.id === 'c' ? one : { ...one, email: fresh }))
    expect(withAddressOfPerson(made?.text ?? '', 'b', old, moved)?.text).toBe(list(old, old, old))
    expect(withAddressOfPerson(list(old, old, old), 'c', fresh, people)?.also).toEqual([])
  })
})
