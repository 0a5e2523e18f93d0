import { systemFault } from '../model/problem/system-fault.js'
import { tell } from './desk.js'

/** Where an answer goes. `fault` reports once that it can't be written. */
export type Output = { fault: () => Promise<boolean> }

let failed: NodeJS.ErrnoException | null = null

/**
 * Watches whether the answer can be written. When a reader stops (| head), the command finishes its work. A full disk is reported: the answer is
 * lost.
 */
export function outputOf(out: NodeJS.WriteStream, err: NodeJS.WriteStream): Output {
  failed = null
  if (!out.listeners('error').includes(note)) out.on('error', note)
  if (!err.listeners('error').includes(leave)) err.on('error', leave)
  return {
    fault: async () => {
      // A stream emits its error one turn later.
      await new Promise(resolve => setImmediate(resolve))
      if (!failed) return false
      tell(sentence(failed))
      return true
    },
  }
}

function note(error: NodeJS.ErrnoException) {
  if (error.code !== 'EPIPE') failed = error
}

/** Does nothing: nobody is left to be told. */
function leave() {}

function sentence({ code = '', message }: NodeJS.ErrnoException): string {
  const fault = systemFault(code)
  return fault
    ? `The answer can't be written: ${fault.words} (${code}). ${fault.fix}`
    : `The answer can't be written: ${message}.`
}
