import { pino } from 'pino'

/** One line per event: its constant name and its fields. No address at info level, no secret at any level. */
export type Log = {
  debug: (event: string, fields?: object) => void
  info: (event: string, fields?: object) => void
  warn: (event: string, fields?: object) => void
  error: (event: string, fields?: object) => void
}

type Level = keyof Log

const HIDDEN = [
  'email',
  '*.email',
  'address',
  '*.address',
  'password',
  '*.password',
  'pass',
  '*.pass',
  'url',
  '*.url',
  'secret',
  '*.secret',
]

/** Characters that are kept while the log can't be written. */
const KEPT_BYTES = 1024 * 1024
/** In characters: a longer field is cut, with a remark, so that a flood can't fill the disk. */
const LONGEST_TEXT = 2000

/** A log of JSON lines on stderr; stdout is for a command's answer. Repeated lines are counted. decision 41 */
export function openLog(level: string): Log {
  const destination = pino.destination({ dest: 2, sync: true, maxLength: KEPT_BYTES })
  // A full disk ends the log but not the deliveries; without a listener, the next line would throw.
  destination.on('error', () => {})
  const logger = pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: HIDDEN, censor: '[hidden]' },
    },
    { write: line => destination.write(withoutUnseen(line)) },
  )
  const log = counting((at, event, fields) => {
    if (logger.isLevelEnabled(at)) logger[at]({ event, ...soundFields(fields) })
  })
  process.once('exit', log.flush)
  return log
}

/** A log that writes nothing, for commands whose answer is everything. */
export const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

type Write = (level: Level, event: string, fields: object) => void

const WINDOW_SECONDS = 60
/** Lines of one event and reason that are written within a window, even if other fields differ. */
const ALIKE_AT_MOST = 20
/** Kinds of line that are counted; beyond them, the oldest is reported and dropped. */
const KINDS_AT_MOST = 500

/** How often a line was seen, how many are written, and how to report the rest. */
type Kind = { seen: number; most: number; tell: (more: number) => void }

/**
 * Writes the first warning or error of a kind at once and counts repetitions: after 60 s, one line gives their number. Equal lines are one kind; so
 * are lines of one event and reason after the first 20. `flush` reports what is still only counted.
 */
export function counting(write: Write, windowMs = WINDOW_SECONDS * 1000): Log & { flush: () => void } {
  const kinds = new Map<string, Kind>()
  const told = (key: string) => {
    const kind = kinds.get(key)
    kinds.delete(key)
    if (kind && kind.seen > kind.most) kind.tell(kind.seen - kind.most)
  }
  const begin = (key: string, most: number, tell: Kind['tell']): Kind => {
    const [oldest] = kinds.keys()
    if (kinds.size >= KINDS_AT_MOST && oldest !== undefined) told(oldest)
    const kind = { seen: 0, most, tell }
    kinds.set(key, kind)
    setTimeout(() => kinds.get(key) === kind && told(key), windowMs).unref()
    return kind
  }
  const isCounted = (key: string, most: number, tell: Kind['tell']) => {
    const kind = kinds.get(key) ?? begin(key, most, tell)
    kind.seen++
    // Moves the kind to the end: an ongoing kind is not the oldest.
    kinds.delete(key)
    kinds.set(key, kind)
    return kind.seen > most
  }
  const line =
    (level: Level) =>
    (event: string, fields: object = {}) => {
      const { reason } = fields as { reason?: unknown }
      const again = (said: object) => (more: number) =>
        write(level, event, { ...said, more, note: `and ${more} times more within ${windowMs / 1000} s` })
      if (isCounted(`${level} ${event} ${JSON.stringify(fields)}`, 1, again(fields))) return
      if (reason !== undefined && isCounted(`${level} ${event}\n${reason}`, ALIKE_AT_MOST, again({ reason })))
        return
      write(level, event, fields)
    }
  return {
    // Normal events are written each time.
    debug: (event, fields = {}) => write('debug', event, fields),
    info: (event, fields = {}) => write('info', event, fields),
    warn: line('warn'),
    error: line('error'),
    flush: () => [...kinds.keys()].forEach(told),
  }
}

function soundFields(fields: object): object {
  const sound = (value: unknown) => (typeof value === 'string' ? shortened(withoutAddresses(value)) : value)
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, sound(value)]))
}

/** A relay's reply often holds the refused address. */
const withoutAddresses = (text: string) =>
  text.replace(/[^\s<>"',;:]+/g, word => (word.indexOf('@') > 0 && !word.endsWith('@') ? '[address]' : word))

const shortened = (text: string) =>
  text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}… (${text.length} characters, cut)`

/** JSON escapes only C0. A log is read in a terminal, so DEL, C1 and direction characters are escaped too. */
const withoutUnseen = (line: string) =>
  line.replace(
    /(?!\n)\p{Cc}|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f]/gu,
    one => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
