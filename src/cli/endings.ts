import { CommanderError } from 'commander'
import { EngineUnreachable, UndecidedLedger } from '../app.js'
import { ConfigError } from '../config.js'
import { TemplateError } from '../mjml/template-error.js'
import { systemFault } from '../model/problem/system-fault.js'
import { refusalOf } from '../postgres/server/refusal.js'
import { KeyUnusable } from '../smtp/dkim.js'
import { ListenRefused } from '../web/listen-refused.js'
import { UsageError } from './usage.js'

/** How a command that throws ends: exit status and message. Null where commander has printed it. */
export type Ending = { status: 0 | 1 | 2 | 3; said: string | null; isBug: boolean }

/**
 * Maps every error that may end a command, operator's errors first: 1 the answer is no, or a bug; 2 wrong usage or configuration; 3 an engine or this
 * machine refuses for now.
 */
export function endingOf(error: unknown): Ending {
  if (error instanceof CommanderError) return ending(error.exitCode === 0 ? 0 : 2, null)
  if (error instanceof UsageError || error instanceof ConfigError) return ending(2, error.message)
  if (error instanceof UndecidedLedger) return ending(2, error.message)
  if (error instanceof ListenRefused || error instanceof KeyUnusable) return ending(2, error.message)
  if (error instanceof EngineUnreachable) return ending(3, inOneLine(error.message))
  if (error instanceof TemplateError) return ending(1, inOneLine(error.message))
  const refusal = refusalOf(error)
  if (refusal) return ending(3, inOneLine(refusal))
  // decision 36
  return ofThisMachine(error) ?? { status: 1, said: bugSentence(error), isBug: true }
}

const ending = (status: Ending['status'], said: string | null): Ending => ({ status, said, isBug: false })

/** A file, folder or program that the operating system refuses. */
function ofThisMachine(error: unknown): Ending | null {
  const { code = '', syscall, path } = (error ?? {}) as NodeJS.ErrnoException
  const fault = typeof syscall === 'string' ? systemFault(code) : null
  if (!fault) return null
  const what = path ?? `The system refuses to ${syscall}`
  return ending(fault.passes ? 3 : 2, inOneLine(`${what}: ${fault.words} (${code}). ${fault.fix}`))
}

function bugSentence(error: unknown): string {
  const said = inOneLine(error instanceof Error ? `${error.name}: ${error.message}` : String(error))
  return `This is a bug of Estafette: ${said.replace(/\.?$/, '.')}`
}

/** Characters of a message that are shown. */
const SHOWN = 500

function inOneLine(text: string): string {
  const line = text.slice(0, 4 * SHOWN).replace(/(?<!\s)\s*\n\s*/g, ' ')
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line
}
