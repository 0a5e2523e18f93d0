import { isCopiedLedger, settleHere } from '../postgres/instance.js'
import type { Context } from './context.js'

export type Instance = ReturnType<typeof bindInstance>

/** Whose ledger this is: a backup that was restored elsewhere sends nothing until a person takes it over. */
export function bindInstance({ engine, clock, log }: Pick<Context, 'engine' | 'clock' | 'log'>) {
  let isOurs = false
  let isTold = false
  let asking: Promise<boolean> | null = null
  const ask = async () => {
    isOurs = !(await isCopiedLedger(engine.db, engine.seat, clock()))
    // Asked for each mail that would leave.
    if (!isOurs && !isTold) log.error('instance.copied', { fix: 'estafette take-over --by EMAIL' })
    isTold = !isOurs
    return isOurs
  }
  return {
    /** May mail leave from here? Once it may, it may for the life of the process. */
    maySend: async (): Promise<boolean> => {
      if (isOurs) return true
      asking ??= ask().finally(() => {
        asking = null
      })
      return asking
    },
    takeOver: async (by: string) => {
      await settleHere(engine.db, engine.seat, by, clock())
      log.warn('instance.taken-over', { since: clock().toISOString() })
    },
  }
}
