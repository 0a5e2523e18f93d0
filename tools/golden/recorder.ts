import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ScriptedServer } from '../../test/support/scripted-smtp.js'

const NAME_CHARACTERS = 60

/** Names recordings by their step, in order, and keeps what the relay got in it. */
export function openRecorder(recorded: Map<string, Buffer>, smtp: ScriptedServer) {
  let [step, mails, lines] = [0, 0, 0]
  const keep = (name: string, content: string | Buffer) => void recorded.set(name, Buffer.from(content))
  return {
    keep,
    nameOf: (what: string) => {
      const shown = what.replace(/[^\w@.=-]+/g, ' ').slice(0, NAME_CHARACTERS)
      return `${String(++step).padStart(3, '0')} ${shown.trim()}`
    },
    /** What the relay got since the last step, sorted, since staff mails leave as they are made: what was said to it, and each mail with its envelope. */
    keepMails: (name: string) => {
      const said = smtp.commands.slice(lines)
      if (said.length > 0) keep(`${name}/smtp`, `${said.sort().join('\n')}\n`)
      const nth = new Map<string, number>()
      for (const { from, recipients, mail } of smtp.journal.slice(mails)) {
        const to = String(recipients)
        nth.set(to, (nth.get(to) ?? 0) + 1)
        keep(`${name}/mail ${to} ${nth.get(to)}`, Buffer.from(`${from}\n${to}\n${mail}`, 'latin1'))
      }
      ;[mails, lines] = [smtp.journal.length, smtp.commands.length]
    },
  }
}

/** All files below a folder, by path. */
export function filesBelow(folder: string): { path: string; bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
    .map(file => ({ path: file.slice(folder.length + 1), bytes: readFileSync(file) }))
}
