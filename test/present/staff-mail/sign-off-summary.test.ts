import { describe, expect, it } from '@jest/globals'
import { EDITOR_LANGUAGES, inLanguage } from '../../../src/model/language/language.js'
import { signOffSummary } from '../../../src/present/staff-mail/sign-off-summary.js'
import { summaryTables } from '../../../src/present/staff-mail/sign-off-tables.js'
import { sampleEdition } from '../../support/sample-edition.js'

const content = await sampleEdition()

/** The remarks on the first item, which is new and carries other figures in the two languages. */
function remarks(gone: string[]) {
  const [first] = content.items
  if (!first) throw new Error('the sample has no item')
  const { text } = first.update
  const [fr, nl] = [inLanguage(text, 'fr'), inLanguage(text, 'nl')]
  const odd = { fr: { ...fr, body: 'La prime est de 777 €.' }, nl: { ...nl, body: '' } }
  const items = [{ ...first, section: 'new' as const, update: { ...first.update, text: odd } }]
  const summary = signOffSummary({ ...content, items }, { addressees: [], exclusions: [] }, null, gone)
  return EDITOR_LANGUAGES.map(language => {
    const tables = summaryTables(summary, inLanguage(content.strings, language), language)
    const rows = tables.find(({ title }) => /avant de signer|vóór u tekent/.test(title))?.rows ?? []
    return rows.map(([, remark]) => remark).filter(remark => /777|disparu|verdwenen/.test(remark ?? ''))
  })
}

describe('what an approver is to look at before signing', () => {
  it('names what stands in one language only, in both languages', () => {
    expect(remarks([])).toEqual([
      ['«\u00a0777\u00a0» ne figure que dans le texte français.'],
      ['“777” staat alleen in de Franse tekst.'],
    ])
  })

  it('names an update whose file is gone', () => {
    const id = content.items[0]?.update.id as string
    const [french, dutch] = remarks([id])
    expect(french?.[0]).toMatch(/^Son fichier a disparu du dossier de dépôt\./)
    expect(dutch?.[0]).toMatch(/^Het bestand is uit de aanlevermap verdwenen\./)
  })

  it('is nothing in a week whose texts agree', () => {
    const items = content.items.filter(({ section }) => section === 'standing')
    const summary = signOffSummary({ ...content, items }, { addressees: [], exclusions: [] }, null)
    const titles = summaryTables(summary, inLanguage(content.strings, 'fr'), 'fr').map(({ title }) => title)
    expect(titles).not.toContain('À vérifier avant de signer')
  })
})
