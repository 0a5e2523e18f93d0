/** The recorded bytes, by name: an answer, a mail, a page, a file. */
export type Recording = ReadonlyMap<string, Buffer>

const CONTEXT_LINES = 2
const SHOWN_CHARACTERS = 200

/** Differences between two recordings, byte by byte, in the order of names; a few lines each. Compares everything. */
export function differencesOf(before: Recording, after: Recording): string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort()
  return names.flatMap(name => {
    const [one, other] = [before.get(name), after.get(name)]
    if (!one) return [`${name}: only after`]
    if (!other) return [`${name}: only before`]
    return one.equals(other) ? [] : [`${name}: ${firstDifference(one, other)}`]
  })
}

function firstDifference(one: Buffer, other: Buffer): string {
  const [before, after] = [linesOf(one), linesOf(other)]
  const at = before.findIndex((line, index) => line !== after[index])
  const line = at === -1 ? before.length : at
  const around = before.slice(Math.max(0, line - CONTEXT_LINES), line).map(text => `    ${shown(text)}`)
  const changed = [`  - ${shown(before[line])}`, `  + ${shown(after[line])}`]
  return [`line ${line + 1}`, ...around, ...changed].join('\n')
}

/** One character per byte, so that no two bytes look alike. */
const linesOf = (bytes: Buffer) => bytes.toString('latin1').split('\n')

function shown(line: string | undefined): string {
  if (line === undefined) return '(the end)'
  const text = Buffer.from(line, 'latin1').toString('utf8').replaceAll('\r', '␍')
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text
}
