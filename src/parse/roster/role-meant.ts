import type { MandateRole } from '../../model/agency/role-names.js'
import { ROLE_NAMES } from '../../model/agency/role-names.js'
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

/** The office in a cell, `Mme la Bourgmestre f.f.`, `1er échevin`, `waarnemend burgemeester`; null for others, such as honorary ones. */
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
