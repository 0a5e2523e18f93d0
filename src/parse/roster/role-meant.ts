import type { Agency } from '../../model/agency/agency.js'
import type { MandateRole } from '../../model/agency/role-names.js'
import { bareName, codeNamed } from '../../model/language/names.js'

/** Words around an office's name that don't change it. */
const AROUND = new Set([
  ...['mme', 'mevr', 'mevrouw', 'mw', 'madame', 'm', 'mr', 'mijnheer', 'monsieur', 'dhr', 'heer', 'dame'],
  ...[
    'le',
    'la',
    'l',
    'de',
    'den',
    'het',
    'du',
    'premier',
    'premiere',
    'second',
    'seconde',
    'eerste',
    'tweede',
    'derde',
  ],
])

const ORDINAL = /^\d{1,2}(?:er|ere|re|e|eme|ieme|de|ste)?$/
const ACTING = ['ff', 'wnd', 'waarnemend', 'waarnemende', 'faisant', 'fonction', 'fonctions']

/**
 * The office in a cell, `Mme la Bourgmestre f.f.`, `1er échevin`, `waarnemend burgemeester`; null for others, such as honorary ones. Words of the
 * agency's forms of address stand around it, too: `Frau Bürgermeisterin`.
 */
export function roleMeant(
  text: string,
  { roles, salutations }: Agency,
): { role: MandateRole; isActing: boolean } | null {
  const said = Object.values(salutations)
  const acting = new Set([...ACTING, ...said.flatMap(one => wordsIn(one.acting))])
  const around = new Set(
    said.flatMap(({ mayor, alderman }) =>
      [mayor, alderman].flatMap(({ woman, man }) => wordsIn(`${woman} ${man}`.replaceAll('{acting}', ' '))),
    ),
  )
  const isAround = (word: string) => AROUND.has(word) || (around.has(word) && !codeNamed(word, roles))
  const words = wordsIn(text.slice(0, 100)).filter(word => !isAround(word) && !ORDINAL.test(word))
  const [office = '', ...others] = words.filter(word => !acting.has(word))
  const role = others.length === 0 ? codeNamed(office, roles) : null
  const isActing = words.some(word => acting.has(word))
  return role === 'mayor' || role === 'alderman' ? { role, isActing } : null
}

const wordsIn = (text: string) =>
  text
    .replace(/\bf\s?\.\s?f\b\.?/gi, ' ff ')
    .replace(/\bwnd\./gi, ' wnd ')
    .split(/[\s,'’.]|(?<=^|\s)\((?=f\.?f|wnd)/i)
    .map(bareName)
    .filter(word => word !== '')
