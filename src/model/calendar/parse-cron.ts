import type { Cron } from './cron.js'

const FIELDS = [
  ['minute', 0, 59],
  ['hour', 0, 23],
  ['day of the month', 1, 31],
  ['month', 1, 12],
  ['day of the week', 0, 7],
] as const

/**
 * Parses "minute hour day month weekday" with lists, ranges and steps; returns a sentence instead when it can't be used.
 * Hour 2 is refused: in Europe it does not exist, or exists twice, on the nights when the clock changes.
 */
export function parseCron(expression: string): Cron | string {
  const fields = expression.trim().split(/\s+/)
  if (fields.length !== 5)
    return `"${expression}" has ${fields.length} fields, not the five of "minute hour day month weekday".`
  const sets: Set<number>[] = []
  for (const [index, [name, low, high]] of FIELDS.entries()) {
    const set = parseField(fields[index] ?? '', low, high)
    if (!set)
      return `"${fields[index]}" is not a ${name} (${low}-${high}, lists "1,2", ranges "1-5", steps "*/15").`
    sets.push(set)
  }
  const [minutes, hours, days, months, weekdays] = sets as [
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
  ]
  if (hours.has(2))
    return `"${expression}" uses hour 2, which is missing or double when the clock changes. Take another hour.`
  if (weekdays.has(7)) weekdays.add(0)
  return { minutes, hours, days, months, weekdays, anyDay: fields[2] === '*', anyWeekday: fields[4] === '*' }
}

function parseField(field: string, low: number, high: number): Set<number> | null {
  const values = new Set<number>()
  for (const part of field.split(',')) {
    const match = /^(?:(\*)|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part)
    if (!match) return null
    const [, star, from, to, step] = match
    const first = star ? low : Number(from)
    const last = star ? high : Number(to ?? (step ? high : from))
    const stride = Number(step ?? 1)
    if (first < low || last > high || first > last || stride === 0) return null
    for (let value = first; value <= last; value += stride) values.add(value)
  }
  return values
}
