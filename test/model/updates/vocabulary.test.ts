import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import { PROJECT_ROOT } from '../../../src/config.js'
import { BRUSSELS } from '../../../src/model/agency/agency.js'
import { EDITOR_LANGUAGES } from '../../../src/model/language/language.js'
import {
  bareName,
  codeMeant,
  codeNamed,
  type NameList,
  namesFrom,
} from '../../../src/model/language/names.js'
import { KIND_NAMES, URGENCY_NAMES } from '../../../src/model/updates/code-names.js'
import { frontMatterIn } from '../../../src/model/updates/update.js'
import { FIELDS, type Fields } from '../../../src/model/updates/update-fields.js'
import { fieldAt, fieldNamed, keyNames } from '../../../src/model/updates/vocabulary.js'
import { namesOf } from '../../../src/parse/update/checks.js'
import { NAMED } from '../../support/update-files.js'

/** Every key of a schema at all depths with the codes that its value may be. */
function keysIn(schema: z.core.$ZodType, path: string[] = []): { path: string[]; codes: string[] }[] {
  if (schema instanceof z.ZodPipe)
    return keysIn(schema.in instanceof z.ZodTransform ? schema.out : schema.in, path)
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) return keysIn(schema.unwrap(), path)
  if (schema instanceof z.ZodArray) return keysIn(schema.element, path)
  if (schema instanceof z.ZodObject) {
    const inner = Object.entries(schema.shape).flatMap(([key, part]) => keysIn(part, [...path, key]))
    return path.length > 0 ? [{ path, codes: [] }, ...inner] : inner
  }
  if (schema instanceof z.ZodEnum) return [{ path, codes: schema.options.map(String) }]
  if (schema instanceof z.ZodLiteral) return [{ path, codes: [...schema.values].map(String) }]
  return [{ path, codes: [] }]
}

const KEYS = keysIn(frontMatterIn(BRUSSELS))
const locale = (language: string) =>
  JSON.parse(readFileSync(join(PROJECT_ROOT, `templates/locales/${language}.json`), 'utf8'))
const [FR, NL] = [locale('fr'), locale('nl')]
const COMMUNES = NAMED.names?.communes as NameList

/** The bare names of a list that mean another code as well. */
function shared(list: NameList): string[] {
  const owners = new Map<string, Set<string>>()
  for (const [code, { fr, nl }] of Object.entries(list))
    for (const name of [code, ...fr, ...nl]) {
      const bare = bareName(name)
      owners.set(bare, (owners.get(bare) ?? new Set()).add(code))
    }
  return [...owners].filter(([, codes]) => codes.size > 1).map(([bare, codes]) => `${bare}: ${[...codes]}`)
}

describe('the vocabulary of editors', () => {
  it('walks the whole schema', () => {
    const paths = KEYS.map(({ path }) => path.join('.'))
    expect(paths.length).toBeGreaterThan(35)
    expect(paths).toEqual(
      expect.arrayContaining(['kind', 'amount.per.nl', 'links.label.fr', 'event.place.fr']),
    )
  })

  it('has a name in French and in Dutch for every key of the schema, and no key that it lacks', () => {
    const lacking = KEYS.filter(
      ({ path }) => !EDITOR_LANGUAGES.every(language => fieldAt(path)?.names[language].every(bareName)),
    )
    expect(lacking.map(({ path }) => path.join('.'))).toEqual([])
    const known = new Set(KEYS.map(({ path }) => path.join('.')))
    const all = (fields: Fields, path: string[] = []): string[] =>
      Object.entries(fields).flatMap(([key, { parts }]) => [
        [...path, key].join('.'),
        ...all(parts ?? {}, [...path, key]),
      ])
    expect(all(FIELDS).filter(path => !known.has(path))).toEqual([])
  })

  it('has a name in French and in Dutch for every value of a list, and no value that it lacks', () => {
    for (const { path, codes } of KEYS) {
      if (codes.length === 0) continue
      const values = namesOf(fieldAt(path)?.values, { agency: BRUSSELS }) as NameList
      expect([path, Object.keys(values)]).toEqual([path, codes])
      for (const { fr, nl } of Object.values(values)) expect([...fr, ...nl].every(bareName)).toBe(true)
    }
  })

  it('knows each name of a key as that key, and no name as two', () => {
    const walk = (fields: Fields): void => {
      expect(shared(keyNames(fields))).toEqual([])
      for (const { parts, values } of Object.values(fields)) {
        if (parts) walk(parts)
        if (typeof values === 'object') expect(shared(values)).toEqual([])
      }
    }
    walk(FIELDS)
    expect([BRUSSELS.levels, BRUSSELS.roles].map(shared)).toEqual([[], []])
  })

  it('understands what the editions themselves call kinds, levels, urgencies and roles', () => {
    for (const strings of [FR, NL]) {
      for (const [key, list] of [
        ['kinds', KIND_NAMES],
        ['levels', BRUSSELS.levels],
        ['urgencies', URGENCY_NAMES],
        ['roles', BRUSSELS.roles],
      ] as const)
        for (const [code, label] of Object.entries<string>(strings[key]))
          expect([label, codeNamed(label, list)]).toEqual([label, code])
    }
  })

  it('has no topic, competence or commune whose label means another one', () => {
    expect(shared(namesFrom({ fr: FR.topics, nl: NL.topics }))).toEqual([])
    expect(shared(namesFrom({ fr: FR.competences, nl: NL.competences }))).toEqual([])
    expect(shared(COMMUNES)).toEqual([])
    expect(Object.keys(COMMUNES)).toHaveLength(19)
  })

  it.each([
    ['Ixelles', '21009'],
    ['ELSENE', '21009'],
    ['commune d’Ixelles', '21009'],
    ['Bruxelles', '21004'],
    ['Stad Brussel', '21004'],
    ['St-Gilles', '21013'],
    ['Ste Agathe', null],
    ['Berchem Ste-Agathe', '21003'],
    ['St. Jans Molenbeek', '21012'],
    ['sint-joost-ten-node', '21014'],
    ['21009', '21009'],
    ['Woluwe', null],
  ])('reads the commune %s', (written, nis) => {
    expect(codeNamed(written, COMMUNES)).toBe(nis)
  })

  it.each([
    ['Ixeles', '21009'],
    ['Schaarbek', '21015'],
    ['Paris', null],
  ])('takes %s for what was meant', (written, nis) => {
    expect(codeMeant(written, COMMUNES)).toBe(nis)
  })

  it.each([
    ['échevin·e·s', 'alderman'],
    ['Échevin(e)', 'alderman'],
    ['E\u0301chevine', 'alderman'],
    ['BOURGMESTRE', 'mayor'],
    ['schepenen', 'alderman'],
    ['président', null],
  ])('reads the role %s', (written, role) => {
    expect(codeNamed(written, BRUSSELS.roles)).toBe(role)
  })

  it.each([
    ['Thème', 'topic'],
    ['jusqu’au', 'until'],
    ["Jusqu'au", 'until'],
    ['À PARTIR DU', 'from'],
    ['date-limite', 'deadline'],
    ['t.e.m.', 'until'],
    ['uiterste datum', 'deadline'],
  ])('reads the key %s', (written, key) => {
    expect(codeNamed(written, keyNames(FIELDS))).toBe(key)
  })

  it.each([
    ['amount.max', 'amount.max'],
    ['Montant maximum', 'amount.max'],
    ['Bedrag (maximum)', 'amount.max'],
    ['Thème / Onderwerp', 'topic'],
    ['Type / Soort', 'kind'],
    ['t/m', 'until'],
    ['Événement – lieu (néerlandais)', 'event.place.nl'],
    ['Autorité en français', 'authority.fr'],
    ['Overheid in het Nederlands', 'authority.nl'],
    ['Date limite / Uiterste datum *', 'deadline'],
    ['Lien : libellé (nl) / Link: omschrijving (nl)', 'links.label.nl'],
    ['concerne compétences', 'concerns.competences'],
    ['Thème / Niveau', null],
    ['Prix', null],
    ['', null],
  ])('reads the label %j of a table', (label, path) => {
    expect(fieldNamed(label)?.join('.') ?? null).toBe(path)
  })
})
