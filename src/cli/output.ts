import { systemFault } from '../model/problem/system-fault.js'
import { tell } from './desk.js'

/** Where an answer goes; `fault` says, once, that it can't go there. */
export type Output = { fault: () => Promise<boolean> }

let failed: NodeJS.ErrnoException | null = null

/**
 * Listens to what becomes of the answer. A reader may stop reading (| head): the command still does its work to the end.
 * A disk that is full is said, for the answer is lost.
 */
export function outputOf(out: NodeJS.WriteStream, err: NodeJS.WriteStream): Output {
  failed = null
  if (!out.listeners('error').includes(note)) out.on('error', note)
  if (!err.listeners('error').includes(leave)) err.on('error', leave)
  return {
    fault: async () => {
      // A stream speaks of its fault a turn later.
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

/** Nobody is left to be told. */
function leave() {}

function sentence({ code = '', message }: NodeJS.ErrnoException): string {
  const fault = systemFault(code)
  return fault
    ? `The answer can't be written: ${fault.words} (${code}). ${fault.fix}`
    : `The answer can't be written: ${message}.`
}
