import type { EditionContent, EditionItem, Strings } from '../../model/editions/edition.js'
import { inLanguage, type Language } from '../../model/language/language.js'
import { oneLine } from '../../model/language/single-line.js'
import { titleOf } from '../../model/updates/update.js'
import { typeset } from '../mail/typography.js'
import { fill, label, say } from '../mail/wording.js'

/** Updates that one sentence can name. */
const NAMED = 2

/** `left`: when it left, in words of this language; null: not yet. `missed`: it did not reach them. */
export type Told = { left: string | null; missed: boolean }

/** Two sentences to say on the telephone, in the language of who is called: what left, and what is asked. */
export function callScript(
  { items, kind }: Pick<EditionContent, 'items' | 'kind'>,
  { left, missed }: Told,
  strings: Strings,
  language: Language,
): string {
  const set = (key: string, values: Record<string, string> = {}) =>
    fill(typeset(say(strings, `pages.calls.say.${key}`), language), values)
  const titles = pressing(items)
    .slice(0, NAMED)
    .map(({ update }) => set('title', { title: oneLine(inLanguage(titleOf(update), language)) }))
    .join(say(strings, 'pages.calls.say.and'))
  const edition = label(strings, 'pages.calls.say.edition', kind)
  const what = left === null ? 'leaves' : 'left'
  return [
    set(titles === '' ? `${what}-alone` : what, { edition, left: left ?? '', titles }),
    set(missed ? 'missed' : 'came'),
  ].join(' ')
}

/** What is urgent first, then what is new or changed; what merely still stands is not worth a call. */
function pressing(items: readonly EditionItem[]): EditionItem[] {
  const news = items.filter(({ section }) => section !== 'standing')
  const isUrgent = ({ update }: EditionItem) => update.urgency === 'urgent'
  return [...news.filter(isUrgent), ...news.filter(item => !isUrgent(item))]
}
