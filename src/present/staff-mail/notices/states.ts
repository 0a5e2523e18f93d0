import type { Strings } from '../../../model/editions/edition.js'
import type { CommuneState } from '../../../model/follow-ups/commune-state.js'
import { say } from '../../mail/wording.js'

/**
 * A state in a cell: sign and words beside the colour, which alone says nothing. White on each ground has a contrast of at least 4.5 (WCAG 2.2,
 * 1.4.3), in light and dark mode.
 */
export type StateView = { tone: string; ground: string; sign: string; words: string }

const LOOKS: Record<CommuneState, { ground: string; sign: string }> = {
  reached: { ground: '#1c6b3a', sign: '✓' },
  'partly-reached': { ground: '#6b5900', sign: '±' },
  'at-risk': { ground: '#9a4a00', sign: '!' },
  'not-reached': { ground: '#a01830', sign: '×' },
  unknown: { ground: '#55606c', sign: '?' },
}

/** Null: a commune that the edition doesn't concern. */
export function stateView(state: CommuneState | null, strings: Strings): StateView {
  if (state === null)
    return { tone: 'none', ground: '#55606c', sign: '–', words: say(strings, 'communeStates.not-concerned') }
  return { tone: state, ...LOOKS[state], words: say(strings, `communeStates.${state}`) }
}
