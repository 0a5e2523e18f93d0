/** What this process keeps in mind between calls, made once with the context: what is lost with it is done or said again. */
export type Memory = {
  /** The local day (ISO) at whose end the editors were last told what comes. */
  dailyNote: string | null
  /** The local day (ISO) on which retention was last done. */
  retained: string | null
}

export const openMemory = (): Memory => ({ dailyNote: null, retained: null })
