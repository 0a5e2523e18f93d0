import { beforeAll, describe, expect, it } from '@jest/globals'
import { renderEdition } from '../../../src/mjml/render.js'
import type { EditionContent, EditionItem } from '../../../src/model/editions/edition.js'
import { fieldChanges } from '../../../src/model/updates/field-changes.js'
import { calendarEntries } from '../../../src/present/mail/calendar-entries.js'
import { editionView } from '../../../src/present/mail/edition-view.js'
import { changeDetail } from '../../../src/present/staff-mail/change-detail.js'
import { sampleEdition, sampleItem, sampleReader } from '../../support/sample-edition.js'

let sample: EditionContent
beforeAll(async () => {
  sample = await sampleEdition()
})

const act = {
  fr: 'https://acts.example/eli/fr',
  nl: 'https://acts.example/eli/nl',
  title: { fr: 'Arrêté du 23 mars 2020', nl: 'Besluit van 23 maart 2020' },
}
const change = { fr: 'Nouvelle base.', nl: 'Nieuwe grond.' }
const other = { ...act, title: { fr: 'Loi du 8 mai 2020', nl: 'Wet van 8 mei 2020' } }
const plain = (text: string) => text.replaceAll('\u00a0', ' ')
const withItems = (...items: EditionItem[]): EditionContent => ({ ...sample, items })

function rendered(...items: EditionItem[]) {
  const { html, text } = renderEdition(withItems(...items), sampleReader())
  return { html: plain(html), text: plain(text) }
}

/** An item whose act was `before` and is `after` now. */
function changed(before: typeof act, after: typeof act): EditionItem {
  const item = sampleItem({ act: after, change }, { section: 'changed' })
  return { ...item, changes: fieldChanges({ ...item.update, act: before }, item.update) }
}

describe('the legal act in a mail', () => {
  it('is a row whose title leads to its page, in each language, in HTML, in text and in the calendar', () => {
    const { html, text } = rendered(sampleItem({ act }))
    expect(html).toMatch(
      /Base légale<\/span>&ensp;<a href="https:\/\/acts\.example\/eli\/fr"[^>]*>Arrêté du 23 /,
    )
    expect(html).toMatch(
      /Rechtsgrond<\/span>&ensp;<a href="https:\/\/acts\.example\/eli\/nl"[^>]*>Besluit van 23 /,
    )
    expect(text).toContain('Base légale  Arrêté du 23 mars 2020 <https://acts.example/eli/fr>\n')
    expect(text).toContain('Rechtsgrond  Besluit van 23 maart 2020 <https://acts.example/eli/nl>\n')
    const due = withItems(sampleItem({ act, deadline: '2020-05-20' }))
    const [entry] = calendarEntries(due, 'fr')?.entries ?? []
    expect(plain(entry?.description ?? '')).toContain(
      'Base légale : Arrêté du 23 mars 2020 https://acts.example/eli/fr\n',
    )
  })

  it('is in none that has no act, nor in what is withdrawn; in what has ended where it is another', () => {
    const names = (item: EditionItem) =>
      editionView(withItems(item), sampleReader()).halves[0].parts[0]?.items[0]?.facts.map(({ name }) => name)
    const ended = { section: 'changed', ended: 'early' } as const
    expect(names(sampleItem())).not.toContain('Base légale')
    expect(names(sampleItem({ act }, { section: 'withdrawn' }))).toEqual([])
    expect(names(sampleItem({ act }, ended))).not.toContain('Base légale')
    expect(names({ ...changed(act, other), ...ended })).toContain('Base légale')
  })

  it('is told as a change: from which to which, or that its page is another', () => {
    const { html, text } = rendered(changed(act, other))
    expect(html).toContain('<s class="muted">Arrêté du 23 mars 2020</s> → <b>Loi du 8 mai 2020</b>')
    expect(text).toContain('> Rechtsgrond: Besluit van 23 maart 2020 → Wet van 8 mei 2020')
    const moved = rendered(changed(act, { ...act, nl: 'https://acts.example/2' })).text
    expect(moved).toContain('> Lien vers la base légale mis à jour\n')
    expect(moved).toContain('> Link naar de rechtsgrond bijgewerkt\n')
  })

  it('shows who signs the addresses, where they alone changed', () => {
    const item = changed(act, { ...act, fr: 'https://acts.example/2', nl: 'https://acts.example/3' })
    const origin = { editor: null, at: '2020-05-06T10:00:00Z', before: { ...item.update, act } }
    const lines = Object.entries(sample.strings).flatMap(([language, strings]) =>
      changeDetail(item, origin, sample, strings, language),
    )
    expect(lines.map(plain)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/base légale.*acts\.example\/eli\/fr.*acts\.example\/2/),
        expect.stringMatching(/rechtsgrond.*acts\.example\/eli\/nl.*acts\.example\/3/),
      ]),
    )
  })
})
