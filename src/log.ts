import { pino } from 'pino'

/** One line per event: its constant name and what it is about. No address at info level, no secret at any. */
export type Log = {
  debug: (event: string, fields?: object) => void
  info: (event: string, fields?: object) => void
  warn: (event: string, fields?: object) => void
  error: (event: string, fields?: object) => void
}

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

/** So much is kept of what can't be written, in characters. */
const KEPT = 1024 * 1024

/** A log of JSON lines on stderr: stdout belongs to a command's answer. */
export function openLog(level: string): Log {
  const destination = pino.destination({ dest: 2, sync: true, maxLength: KEPT })
  // A disk that is full ends the log, not the deliveries: without a listener, the next line would throw.
  destination.on('error', () => {})
  const logger = pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: HIDDEN, censor: '[hidden]' },
    },
    destination,
  )
  const line =
    (write: 'debug' | 'info' | 'warn' | 'error') =>
    (event: string, fields: object = {}) =>
      logger[write]({ event, ...withoutAddresses(fields) })
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') }
}

/** A log that says nothing, for commands whose answer is all. */
export const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** A relay's words often hold the address that it refuses. */
function withoutAddresses(fields: object): object {
  const hidden = (value: unknown) =>
    typeof value === 'string'
      ? value.replace(/(?<![^\s<>"',;:])[^\s<>"',;:]+@[^\s<>"',;:]+/g, '[address]')
      : value
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, hidden(value)]))
}
