import type { Strings } from '../../model/editions/edition.js'
import { inLanguage, type Language } from '../../model/language/language.js'
import { oneLine } from '../../model/language/single-line.js'
import { otherThan } from '../../model/updates/brings-translation.js'
import { isLink } from '../../model/updates/link.js'
import { hrefIn, type Update } from '../../model/updates/update.js'
import { changeViews } from './changes.js'
import type { Concern } from './concern.js'
import { whenOf } from './item-facts.js'
import { answers, facts, type ItemContext, type ItemView, type LinkView } from './item-view.js'
import type { RankedItem } from './order.js'
import { stillSays } from './still-says.js'
import { typeset } from './typography.js'
import { label, say } from './wording.js'

/** An item for this reader in one language. Markdown stays Markdown; everything else is ready to be escaped. */
export function itemView(item: RankedItem, context: ItemContext): ItemView {
  const { language, strings } = context
  const { update } = item
  const text = inLanguage(update.text, language)
  const isAwaited = update.follows === language
  const titleLanguage = isAwaited ? otherThan(language, update) : null
  return {
    anchor: `${language}-${update.id}`,
    title: typeset(oneLine(text.title), titleLanguage ?? language),
    titleLanguage,
    state: say(strings, item.ended ? `endings.${item.ended}` : `states.${item.section}`),
    topic: label(strings, 'topics', update.topic),
    kind: label(strings, 'kinds', update.kind),
    urgent: update.urgency === 'urgent',
    mark: item.concern ? typeset(concernText(item.concern, strings), language) : null,
    when: whenOf(item, context),
    facts: item.section === 'withdrawn' ? [] : facts(item, context),
    summary: isAwaited ? say(strings, 'edition.text-follows') : summaryOf(item, text.summary, strings),
    body: stillSays(item, 'text') ? text.body : '',
    changes: item.section === 'withdrawn' ? [] : changeViews(item, strings, language, context.communeNames),
    note: item.section === 'changed' || item.section === 'withdrawn' ? noteOf(item, language, strings) : null,
    links: stillSays(item, 'links') ? linkViews(update, language) : [],
    answers: answers(update, context),
    passOn: stillSays(item, 'pass_on') ? (update.pass_on?.[language]?.split('\n') ?? []) : [],
  }
}

/** The editor's note; an awaited translation needs none. */
function noteOf({ update, changes }: RankedItem, language: Language, strings: Strings): string | null {
  if (changes.some(({ field }) => field === 'translation')) return say(strings, 'edition.translation-came')
  return update.change?.[language] ?? null
}

/** An ended update is told as past, unless its text was written for the end. */
const summaryOf = (item: RankedItem, summary: string, strings: Strings) =>
  item.ended && !stillSays(item, 'text') ? say(strings, 'edition.announced', { summary }) : summary

function linkViews({ links, event }: Update, language: Language): LinkView[] {
  return links
    .map(link => ({
      text: typeset(inLanguage(link.label, language), language),
      href: hrefIn(link, language),
    }))
    .filter(link => isLink(link.href) && link.href !== event?.url)
}

/** The mark's reason: "votre compétence : Économie". */
function concernText(concern: Concern, strings: Strings): string {
  const names =
    'names' in concern ? concern.names.map(name => label(strings, 'competences', name)).join(', ') : ''
  return say(strings, `marks.${concern.because}`, { names })
}
