/** Remembers the last few answers; a failure and a null are asked for again. */
export function remembering<A extends (string | number)[], T>(
  ask: (...args: A) => Promise<T | null>,
  most: number,
) {
  const known = new Map<string, Promise<T | null>>()
  return async (...args: A): Promise<T | null> => {
    const key = JSON.stringify(args)
    const found = known.get(key)
    if (found) return found
    if (known.size >= most) known.delete(known.keys().next().value as string)
    const asked = ask(...args)
    known.set(key, asked)
    const forget = () => known.delete(key)
    asked.then(answer => answer === null && forget(), forget)
    return asked
  }
}
