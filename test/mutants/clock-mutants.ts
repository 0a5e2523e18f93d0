import type { Mutant } from './mutant.js'

const HOLD = 'test/steps/calendar/clock-hold.test.ts'
const TICKS = 'test/steps/calendar/ticks.test.ts'
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
  {
    guard: 'a tick goes on when the clock is set back',
    file: 'src/steps/calendar/ticks.ts',
    cuts: [['periodOf(tick) !== tick.period', 'periodOf(tick) > tick.period']],
    test: TICKS,
    named: 'set back an hour',
  },
  {
    guard: 'a tick goes by a timer, too',
    file: 'src/steps/calendar/ticks.ts',
    cuts: [['|| timer() - tick.startedAt >= tick.everySeconds * 1000', '|| false']],
    test: TICKS,
    named: 'while the clock stands still',
  },
  {
    guard: 'a tick that hangs is known by its age',
    file: 'src/steps/calendar/ticks.ts',
    cuts: [['isOverdue: ageSeconds > overdueSeconds', 'isOverdue: false']],
    test: HOLD,
    named: 'one of its ticks is overdue',
  },
  {
    guard: 'an overdue tick makes the service unwell',
    file: 'src/web/pages.ts',
    cuts: [["? 'tick-overdue' : 'ok'", "? 'ok' : 'ok'"]],
    test: HOLD,
    named: 'one of its ticks is overdue',
  },
  {
    guard: 'a clock that jumped asks a person before an edition is given up',
    file: 'src/steps/calendar/clock-hold.ts',
    cuts: [['  if (jump) {\n', '  if (jump && Date.now() === 0) {\n']],
    test: HOLD,
    named: 'is not given up: it is held for a person',
  },
  {
    guard: 'no attempt gives up by a clock that jumped',
    file: 'src/sending/deliver.ts',
    cuts: [['(await mayGiveUp(claimed.edition))', '(await Promise.resolve(true))']],
    test: HOLD,
    named: 'is not given up by an attempt either',
  },
  {
    guard: 'the calendar rests while the clock has jumped',
    file: 'worker/schedule.ts',
    cuts: [['    if (byClock && app.clockWatch.jump() !== null) continue\n', '']],
    test: HOLD,
    named: 'does nothing that the calendar',
  },
  {
    guard: 'what a wrong clock has put off is due sooner',
    file: 'src/steps/calendar/clock-hold.ts',
    cuts: [['  if (ended) await dueBefore(context.engine.db, ended)\n', '']],
    test: HOLD,
    named: 'goes on by itself once the clock is right',
  },
  {
    guard: 'connections that answer READONLY are left',
    file: 'src/queue/delivery-queue.ts',
    cuts: [['    reconnectOnError: isElsewhere,\n', '']],
    test: 'test/queue/redis-failover.test.ts',
    named: 'goes to the new master',
  },
]
