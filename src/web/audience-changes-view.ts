import { AUDIENCE_CHANGES, type AudiencePlace } from '../model/editions/audience-place.js'
import { inLanguage, type Language } from '../model/language/language.js'
import type { Commune } from '../model/roster/commune.js'
import { ownName } from '../present/mail/own-name.js'
import { label } from '../present/mail/wording.js'
import type { AudienceChanges } from '../steps/editions/audience-changes.js'
import { type PageContext, speaker } from './page-frame.js'

type Compared = Pick<AudienceChanges, 'changes'> & { communes: Commune[] }

/** How what became of a mandate looks. */
export const LOOKS = {
  came: { tone: 'good', icon: 'ok' },
  back: { tone: 'good', icon: 'ok' },
  address: { tone: 'going', icon: 'pen' },
  excluded: { tone: 'bad', icon: 'no' },
  left: { tone: 'bad', icon: 'no' },
}

/** What changed since the edition before, by kind; a sentence where nothing did, or there is none before. */
export function audienceChangesView(
  audience: Compared,
  previous: string | null,
  context: PageContext,
  language: Language,
) {
  const { text, count } = speaker(context.strings, language, 'pages.audience')
  const kinds = AUDIENCE_CHANGES.flatMap(kind => {
    const changed = audience.changes.filter(({ change }) => change === kind)
    const [first] = changed
    if (!first) return []
    const more = first.n - changed.length
    return [
      {
        ...{ ...LOOKS[kind], title: count(`changes.${kind}`, first.n) },
        lines: changed.map(place => mandateLine(place, audience, context, language)),
        more: more > 0 ? count('more', more) : null,
      },
    ]
  })
  const says = previous === null ? text('first') : text(kinds.length > 0 ? 'against' : 'same', { previous })
  return { title: text('since'), says, kinds }
}

function mandateLine(place: AudiencePlace, audience: Compared, context: PageContext, language: Language) {
  const told = personOf(place, audience, context, language)
  return { who: `${told.commune}, ${told.name}`, id: told.id, why: told.reason }
}

/** A mandate in words, with its commune, role and why it is excluded. */
export function personOf(
  { recipient, commune, role, name, reason }: AudiencePlace,
  { communes }: Pick<Compared, 'communes'>,
  { strings }: PageContext,
  language: Language,
) {
  const own = inLanguage(strings, language)
  const place = communes.find(({ nis }) => nis === commune)
  return {
    name: name ? ownName(name, language) : label(own, 'notices.roles', role),
    // What is excluded may have no name at all.
    id: name ? null : recipient,
    commune: place ? inLanguage(place.name, language) : commune,
    role: label(own, 'notices.roles', role),
    reason: reason && label(own, 'notices.exclusions', reason),
  }
}
