import type { Mutant } from './mutant.js'

const RELAY_STATE = 'test/sending/relay-state.test.ts'

/** What decides whether a mail may go to the relay. */
export const SENDING_MUTANTS: Mutant[] = [
  {
    guard: 'one mail alone tries a log-in',
    file: 'src/sending/relay-state.ts',
    cuts: [["    else if (ms < patientMs) return { kind: 'wait', untilMs: patientMs }\n", '']],
    test: RELAY_STATE,
    named: 'is tried by one mail alone',
  },
  {
    guard: 'no more mails are in doubt than there are connections',
    file: 'src/sending/relay-state.ts',
    cuts: [['return state.dots < state.atOnce ? take', 'return state.dots >= 0 ? take']],
    test: RELAY_STATE,
    named: 'are never more than there are connections',
  },
  {
    guard: 'a slow domain leaves permits to the others',
    file: 'src/sending/relay-state.ts',
    cuts: [[' && permits.filter(one => one === domain).length < ofOneDomain', '']],
    test: RELAY_STATE,
    named: 'go to one domain in four of five',
  },
  {
    guard: 'what was claimed before a pause meets no other refusal',
    file: 'src/sending/relay-state.ts',
    cuts: [['  if (isPaused(state, passage))\n', '  if (state.atOnce < 1)\n']],
    test: RELAY_STATE,
    named: 'holds back what was claimed before it',
  },
  {
    guard: 'nothing is claimed while the relay is away',
    file: 'src/sending/circuit-breaker.ts',
    cuts: [['  if (circuit.testing) return WAIT\n', '']],
    test: 'test/sending/circuit-breaker.test.ts',
    named: 'lets nobody through while the relay is away',
  },
  {
    guard: 'a mail that waited for the relay is asked again whether it may go',
    file: 'src/sending/deliver.ts',
    cuts: [['(hasWaitedLong(passage) ? await hindrance(ports, claimed, content) : null) ??', 'null ??']],
    test: 'test/sending/deliver.test.ts',
    named: 'while it waited for the relay',
  },
]
