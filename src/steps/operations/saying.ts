/** Prints a line for a person at a terminal. */
export type Tell = (line: string) => void

/** In milliseconds: shorter waits need no message. */
const INSTANT_MS = 400

/** Waits for something, and says what for if it takes longer than INSTANT_MS. */
export async function saying<T>(what: string, tell: Tell | null, wait: () => Promise<T>): Promise<T> {
  const timer = tell && setTimeout(() => tell(what), INSTANT_MS)
  try {
    return await wait()
  } finally {
    if (timer) clearTimeout(timer)
  }
}
