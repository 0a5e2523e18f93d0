/** Says a line to whoever waits at a terminal. */
export type Tell = (line: string) => void

/** An instant: what takes no longer needs no word, in milliseconds. */
const INSTANT = 400

/** Waits for something, and says what for when it takes longer than an instant. */
export async function saying<T>(what: string, tell: Tell | null, wait: () => Promise<T>): Promise<T> {
  const timer = tell && setTimeout(() => tell(what), INSTANT)
  try {
    return await wait()
  } finally {
    if (timer) clearTimeout(timer)
  }
}
