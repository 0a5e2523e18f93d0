import { fileURLToPath } from 'node:url'
import { describe, expect, it } from '@jest/globals'
import { loadLocales } from '../../../src/mjml/load.js'
import { BRUSSELS } from '../../../src/model/agency/agency.js'
import { inLanguage } from '../../../src/model/language/language.js'
import { contactCard } from '../../../src/present/mail/contact-card.js'
import { COMMUNES, parse, withColumns } from '../../support/roster-files.js'
import { readCard } from '../../support/vcard.js'

const strings = await loadLocales(fileURLToPath(new URL('../../../templates', import.meta.url)), BRUSSELS)
const GENERAL = COMMUNES.replace('spoc: spoc-ouest', 'spoc: spoc-ouest\n    phone: 02 000 21 01')

function card(change: Record<string, string> = {}, language: 'fr' | 'nl' = 'fr', name?: string): string {
  const { roster } = parse({ communes: GENERAL, mandates: withColumns(change) })
  const [holder] = roster.mandateHolders
  if (!holder) throw new Error('nobody')
  const held = name === undefined ? holder : { ...holder, name, email: name && holder.email }
  return contactCard(held, roster.communes[0] ?? null, inLanguage(strings, language), language)
}

describe('a contact card', () => {
  it('has name, office, commune, address, numbers with their kind and label, and language', () => {
    const phones = { phone: '0400 00 00 01', phone_secretariat: '02 000 21 10 poste 12' }
    expect(readCard(card(phones))).toEqual([
      ['BEGIN', {}, 'VCARD'],
      ['VERSION', {}, '3.0'],
      ['UID', {}, 'estafette:anderlecht-mayor'],
      ['FN', {}, 'Bourgmestre'],
      ['N', {}, 'Bourgmestre;;;;'],
      ['ORG', {}, 'Commune d’Anderlecht'],
      ['TITLE', {}, 'Bourgmestre'],
      ['EMAIL', { TYPE: 'INTERNET,PREF' }, 'a@anderlecht.example'],
      ['item1.TEL', { TYPE: 'WORK,CELL,PREF' }, '+32 400 00 00 01'],
      ['item1.X-ABLABEL', {}, 'Numéro direct'],
      ['item2.TEL', { TYPE: 'WORK,VOICE' }, '+32 2 000 21 10 ext. 12'],
      ['item2.X-ABLABEL', {}, 'Secrétariat'],
      ['item3.TEL', { TYPE: 'WORK,VOICE' }, '+32 2 000 21 01'],
      ['item3.X-ABLABEL', {}, 'Commune, numéro général'],
      ['LANG', {}, 'nl'],
      ['END', {}, 'VCARD'],
    ])
    expect(readCard(card(phones, 'nl'))).toContainEqual(['ORG', {}, 'Gemeente Anderlecht'])
  })

  it('lets no name end a line, a field or the card, and folds by octets', () => {
    const name = 'Échevine; de l’Économie, \\ "X"\r\nTEL:112\nEND:VCARD \u0007é'.padEnd(200, 'é€')
    const text = card({}, 'fr', name)
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    expect(text.match(/^END:VCARD$/gm)).toHaveLength(1)
    expect(text).not.toMatch(/^TEL:112/m)
    const fields = readCard(text)
    const [, , fn] = fields.find(([field]) => field === 'FN') ?? []
    expect(fn).toBe(name.replace('\r\n', '\n').replace('\u0007', ' '))
  })

  it('of a vacant mandate bears the office and the commune, and no address', () => {
    const fields = readCard(card({ phone: '0400 00 00 01', phone_secretariat: '02 000 21 10' }, 'fr', ''))
    expect(fields).toContainEqual(['FN', {}, 'Bourgmestre, Commune d’Anderlecht'])
    expect(fields.map(([field]) => field)).not.toContain('EMAIL')
    expect(JSON.stringify(fields)).not.toContain('400 00')
  })
})
