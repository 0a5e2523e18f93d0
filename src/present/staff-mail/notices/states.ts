import type { Strings } from '../../../model/editions/edition.js'
import type { CommuneState } from '../../../model/follow-ups/commune-state.js'
import { say } from '../../mail/wording.js'

/**
 * A state as a cell shows it: a sign and words beside the colour, which says nothing alone. White on each ground has a
 * contrast of 4.5 at least (WCAG 2.2, 1.4.3), so that light and dark mode use the same.
 */
export type StateView = { tone: string; ground: string; sign: string; words: string }

const LOOKS: Record<CommuneState, { ground: string; sign: string }> = {
  reached: { ground: '#1c6b3a', sign: '✓' },
  'partly-reached': { ground: '#6b5900', sign: '±' },
  'at-risk': { ground: '#9a4a00', sign: '!' },
  'not-reached': { ground: '#a01830', sign: '×' },
  unknown: { ground: '#55606c', sign: '?' },
}

/** Null is a commune that the edition doesn't concern. */
export function stateView(state: CommuneState | null, strings: Strings): StateView {
  if (state === null)
    return { tone: 'none', ground: '#55606c', sign: '–', words: say(strings, 'communeStates.not-concerned') }
  return { tone: state, ...LOOKS[state], words: say(strings, `communeStates.${state}`) }
}
