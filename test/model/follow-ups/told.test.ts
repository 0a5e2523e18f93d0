import { fileURLToPath } from 'node:url'
import { describe, expect, it } from '@jest/globals'
import { loadLocales } from '../../../src/mjml/load.js'
import { BRUSSELS } from '../../../src/model/agency/agency.js'
import {
  OWN_BEGINNINGS,
  OWN_WORDS,
  OWN_WORDS_KEYS,
  ownWordsIn,
} from '../../../src/model/delivery/own-words.js'
import { consequencesOf } from '../../../src/model/follow-ups/consequences.js'
import { toldBy } from '../../../src/model/follow-ups/told.js'
import { inLanguage } from '../../../src/model/language/language.js'
import { toldView } from '../../../src/present/mail/told-in-words.js'

const strings = await loadLocales(fileURLToPath(new URL('../../../templates', import.meta.url)), BRUSSELS)
const correction = (detail: string) => toldBy({ reason: 'correction', detail })

describe('the detail of a follow-up', () => {
  it('has a new address apart from what the person wrote, as the ledger notes both', () => {
    const base = {
      hash: 'a',
      sentAt: null,
      evidence: null,
      reason: '',
      until: null,
      needsDeputy: false,
      gone: false,
      successor: null,
      heldBy: null,
    }
    const { followUps } = consequencesOf('accepted', [
      {
        ...base,
        kind: 'reply',
        topic: 'correction',
        replyText: 'Bonjour,\n\nMon adresse a changé.',
        newAddress: 'neuve@jette.example',
      },
    ])
    const told = correction(followUps[0]?.detail ?? '')
    expect(told).toEqual({
      facts: [{ kind: 'new-address', address: 'neuve@jette.example' }],
      quote: { text: 'Bonjour,\n\nMon adresse a changé.', whose: 'person' },
    })
    expect(toldView(told, inLanguage(strings, 'fr'), 'fr').facts).toEqual([
      'Nouvelle adresse indiquée\u00a0: neuve@jette.example',
    ])
    expect(toldView(told, inLanguage(strings, 'nl'), 'nl').facts).toEqual([
      'Opgegeven nieuw adres: neuve@jette.example',
    ])
  })

  it('names who took over, and the filter that keeps a mail', () => {
    const gone = toldBy({ reason: 'gone', detail: 'successor: nouvelle@jette.example' })
    expect(toldView(gone, inLanguage(strings, 'fr'), 'fr')).toEqual({
      facts: ['Adresse indiquée pour la succession\u00a0: nouvelle@jette.example'],
      quote: null,
    })
    const held = (language: 'fr' | 'nl', detail: string) =>
      toldView(toldBy({ reason: 'held', detail }), inLanguage(strings, language), language).facts
    expect(held('nl', 'quarantine')[0]).toMatch(/in quarantaine: het is niet aangekomen\.$/)
    expect(held('fr', 'challenge')[0]).toMatch(/attend une confirmation/)
    expect(toldBy({ reason: 'gone', detail: '' })).toEqual({ facts: [], quote: null })
  })

  it('leaves words about an address that a person wrote as they are', () => {
    const detail = 'My new address: see below, a@b.example'
    expect(correction(detail)).toEqual({ facts: [], quote: { text: detail, whose: 'person' } })
  })

  it('says until when somebody is away, and when a mandate ends, in words', () => {
    const words = (reason: 'away' | 'mandate-ending', detail: string) =>
      toldView(toldBy({ reason, detail }), inLanguage(strings, 'fr'), 'fr').facts.map(fact =>
        fact.replaceAll('\u00a0', ' '),
      )
    expect(words('away', 'until 2026-12-04')).toEqual(['Absence jusqu’au vendredi 4 décembre.'])
    expect(words('mandate-ending', '2026-12-01')).toEqual(['Le mandat se termine le mardi 1er décembre.'])
  })

  it('tells the words of a server from a cause and from what we noted ourselves', () => {
    const whose = (reason: 'bounced' | 'in-doubt' | 'suppressed', detail: string) => {
      const { facts, quote } = toldBy({ reason, detail })
      return [facts[0]?.kind ?? null, quote?.whose ?? null]
    }
    expect(whose('bounced', 'User unknown')).toEqual([null, 'server'])
    expect(whose('bounced', 'user-unknown')).toEqual(['cause', null])
    expect(whose('in-doubt', 'ECONNECTION Connection closed unexpectedly')).toEqual(['own-words', 'system'])
    expect(
      whose('suppressed', 'held back until somebody decides: bounced for good in 2026-W47 and 2026-W48'),
    ).toEqual(['own-words', null])
    expect(whose('suppressed', 'suppressed: a demandé par téléphone')).toEqual(['own-words', 'person'])
  })

  const COUNTED: string[] = [OWN_BEGINNINGS['in-a-row'], OWN_BEGINNINGS['of-domains']]
  it('knows each note of ours again, and says it in both languages', () => {
    const notes = [
      ...Object.values(OWN_WORDS),
      ...Object.values(OWN_BEGINNINGS).map(beginning =>
        COUNTED.includes(beginning) ? `10 ${beginning}550 no` : `${beginning}something`,
      ),
      'ETIMEDOUT Connection timeout',
    ]
    expect(notes.map(note => ownWordsIn(note)?.key).sort()).toEqual([...OWN_WORDS_KEYS].sort())
    for (const note of notes) {
      const [fr] = toldView(
        toldBy({ reason: 'gave-up', detail: note }),
        inLanguage(strings, 'fr'),
        'fr',
      ).facts
      const [nl] = toldView(
        toldBy({ reason: 'gave-up', detail: note }),
        inLanguage(strings, 'nl'),
        'nl',
      ).facts
      expect([fr, nl]).not.toContain(undefined)
      expect(fr).not.toBe(nl)
    }
  })
})
