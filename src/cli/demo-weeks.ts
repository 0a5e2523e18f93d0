export type Print = (line: string) => void
export type Week = { edition: string; draftAt: string; approveAt: string; sendAt: string; retryAt: string }

/** Two weeks of spring 2020, as examples/ has them. */
export const WEEKS: Week[] = [
  {
    edition: '2020-W18',
    draftAt: '2020-04-29T12:00:00+02:00',
    approveAt: '2020-04-29T15:20:00+02:00',
    sendAt: '2020-04-30T09:00:00+02:00',
    retryAt: '2020-04-30T09:10:00+02:00',
  },
  {
    edition: '2020-W19',
    draftAt: '2020-05-06T12:00:00+02:00',
    approveAt: '2020-05-06T16:45:00+02:00',
    sendAt: '2020-05-07T09:00:00+02:00',
    retryAt: '2020-05-07T09:10:00+02:00',
  },
]
