import { z } from 'zod'
import type { DaysOff } from '../../model/calendar/holidays.js'
import { IsoDate } from '../../model/calendar/iso-date.js'
import type { Language } from '../../model/language/language.js'
import { orElse } from '../../model/problem/asks.js'
import { inEach, Line } from '../../model/problem/line.js'
import type { Located } from '../../model/problem/located.js'
import { problemsOf, soundParts } from '../../model/problem/located-issues.js'
import { bySeverity, capped, type Problem, problemAt } from '../../model/problem/problem.js'
import { decodeText } from '../../model/problem/text-hygiene.js'
import { readYaml } from '../problem/yaml-source.js'

function schemasIn(languages: readonly Language[]) {
  const reason = inEach(languages, Line)
  const Holiday = z.strictObject({ date: IsoDate, reason })
  const Pause = z.strictObject({ from: IsoDate, until: IsoDate, reason })
  const CalendarFile = z.strictObject({
    holidays: orElse(z.array(Holiday), []),
    pauses: orElse(z.array(Pause), []),
  })
  return { Holiday, Pause, CalendarFile }
}

/**
 * Reads recipients/calendar.yaml: `holidays: [{date, reason: {fr, nl}}]` beside the agency's public holidays, and
 * `pauses: [{from, until, reason}]`, both days included. Returns the sound entries, and beside them every problem.
 */
export function parseCalendarFile(
  bytes: Uint8Array,
  file: string,
  languages: readonly Language[],
): Omit<DaysOff, 'rules'> & { problems: Problem[] } {
  const { Holiday, Pause, CalendarFile } = schemasIn(languages)
  const { text, problems: unreadable } = decodeText(bytes, file)
  if (text === null) return { holidays: [], pauses: [], problems: unreadable }
  const { located, problems: broken } = readYaml(text, file)
  const found = [...unreadable, ...broken, ...problemsOf(CalendarFile, located), ...crossed(located, Pause)]
  const { problems } = bySeverity(found)
  return {
    holidays: soundEntries(located, 'holidays', Holiday).map(({ date }) => date),
    pauses: soundEntries(located, 'pauses', Pause)
      .filter(({ from, until }) => from <= until)
      .map(({ from, until }) => ({ from, until })),
    problems: capped(problems),
  }
}

function listed(located: Located, key: string): unknown[] {
  const list = (located.value as Record<string, unknown>)[key]
  return Array.isArray(list) ? list : []
}

function soundEntries<S extends z.ZodType>(located: Located, key: string, schema: S): z.output<S>[] {
  return listed(located, key).flatMap(entry => {
    const parsed = schema.safeParse(entry)
    return parsed.success ? [parsed.data] : []
  })
}

function crossed(located: Located, pause: ReturnType<typeof schemasIn>['Pause']): Problem[] {
  return listed(located, 'pauses').flatMap((entry, index) => {
    const { from, until } = soundParts(pause, entry)
    if (!from || !until || from <= until) return []
    const values = { key: 'until', found: until, other: 'from', otherFound: from }
    return [problemAt(located.file, located.placeOf(['pauses', index, 'until']), 'dates-crossed', values)]
  })
}
