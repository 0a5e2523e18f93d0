import type { Strings } from '../../model/editions/edition.js'
import type { Unreached } from '../../model/follow-ups/next-edition.js'
import type { Language } from '../../model/language/language.js'
import type { NamedOffice } from '../../model/roster/offices.js'
import { dayOfYear } from './days.js'
import { personInWords } from './office-names.js'
import { typeset } from './typography.js'
import { fill, label, say } from './wording.js'

type Shown = Pick<Unreached, 'who' | 'state' | 'address' | 'next' | 'nextAddress' | 'informedOn'> & {
  offices?: NamedOffice[]
}

/**
 * "Bourgmestre d’Ixelles : pas atteint par courriel (a@b.example, refusé). La prochaine édition part à c@b.example." Filled-in values stay unchanged.
 */
export function unreachedInWords(one: Shown, strings: Strings, language: Language): string {
  const { who, offices, state, address, next, nextAddress, informedOn } = one
  const text = (key: string, values: Record<string, string>) =>
    fill(typeset(say(strings, `unreached.${key}`), language), values)
  const named = personInWords(who, offices, strings, language)
  const stateName = label(strings, 'report.deliveryStates', state)
  return [
    text(lineOf(one), { who: named, address, state: stateName }),
    ...(informedOn ? [text('informed', { date: dayOfYear(informedOn, language) })] : []),
    text(`next.${next}`, { address: nextAddress }),
  ].join(' ')
}

function lineOf({ state, address }: Shown): string {
  if (state === 'in-doubt') return 'line-in-doubt'
  return address === '' ? 'line-without' : 'line'
}
