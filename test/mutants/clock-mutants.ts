import type { Mutant } from './mutant.js'

const SEND_WAIT = 'test/cli/send-wait.test.ts'

/** The guards of clocks, queues and disks that are not as they should be. */
export const CLOCK_MUTANTS: Mutant[] = [
  {
    guard: 'send --wait ends with 4 while something is pending',
    file: 'src/cli/sending-commands.ts',
    cuts: [['const isLeft = pending > 0 || (', 'const isLeft = false && (']],
    test: SEND_WAIT,
    named: 'ends with 4, and says until when',
  },
  {
    guard: 'what is pending and due soon is waited for',
    file: 'src/cli/draining.ts',
    cuts: [['if (left.busy === 0 && left.soon === 0) return', 'if (left.busy === 0) return']],
    test: SEND_WAIT,
    named: 'waits for what is due within its patience',
  },
  {
    guard: 'a moved clock has a queue of its own',
    file: 'src/cli/sending-commands.ts',
    cuts: [['wait && isClockMoved ? openOwnQueue() : await', 'await']],
    test: SEND_WAIT,
    named: 'takes nothing from it',
  },
  {
    guard: 'the catcher leaves no half mail',
    file: 'src/smtp/catcher.ts',
    cuts: [['    await rm(temporary, { force: true })\n', '']],
    test: 'test/smtp/catcher.test.ts',
    named: 'leaves no half mail',
  },
]
