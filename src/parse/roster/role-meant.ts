import type { MandateRole } from '../../model/agency/role-names.js'
import { ROLE_NAMES } from '../../model/agency/role-names.js'
import { bareName, codeNamed } from '../../model/language/names.js'

/** Words around the name of an office that change nothing in it. */
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

/** The office that a cell names, `Mme la Bourgmestre f.f.`, `1er échevin`, `waarnemend burgemeester`; null for another, as honorary ones. */
export function roleMeant(text: string): { role: MandateRole; isActing: boolean } | null {
  const words = text
    .slice(0, 100)
    .replace(/\bf\s?\.\s?f\b\.?/gi, ' ff ')
    .replace(/\bwnd\./gi, ' wnd ')
    .split(/[\s,'’.]|(?<=^|\s)\((?=f\.?f|wnd)/i)
    .map(bareName)
    .filter(word => word !== '' && !AROUND.has(word) && !ORDINAL.test(word))
  const [office = '', ...others] = words.filter(word => !ACTING.includes(word))
  const role = others.length === 0 ? codeNamed(office, ROLE_NAMES) : null
  const isActing = words.some(word => ACTING.includes(word))
  return role === 'mayor' || role === 'alderman' ? { role, isActing } : null
}
