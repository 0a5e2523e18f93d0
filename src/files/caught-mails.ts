import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type ReadFault, readRegularFile } from './read-regular-file.js'

/** A file of the local catcher; `at`: when the mail came. */
export type CaughtFile = { name: string; at: Date }

/** Names that the catcher gives: no path elsewhere, no unfinished file. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}\.eml$/
/** The catcher takes mails of 50 MiB. */
const LIMIT_BYTES = 64 * 1024 * 1024
/** The largest header of a mail, in bytes. */
const BEGINNING_BYTES = 16 * 1024
/** Files whose date is read in parallel. */
const AT_ONCE = 64

/** The folder of the local catcher. A named mail never changes, so its date is read once. */
export function openCaughtMails(dir: string) {
  let known = new Map<string, number>()
  return {
    /** All mails, newest first; empty where there is no folder. */
    list: async (): Promise<CaughtFile[]> => {
      const names = (await readdir(dir).catch(whenMissing)).filter(name => NAME.test(name))
      const dated = new Map<string, number>()
      for (let from = 0; from < names.length; from += AT_ONCE) {
        const some = names.slice(from, from + AT_ONCE)
        const dates = await Promise.all(some.map(async name => known.get(name) ?? dateOf(join(dir, name))))
        for (const [index, date] of dates.entries()) if (date !== null) dated.set(some[index] ?? '', date)
      }
      known = dated
      return [...dated]
        .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
        .map(([name, date]) => ({ name, at: new Date(date) }))
    },
    /** The first bytes of a mail, which hold its header; null when it is gone. */
    beginning: async (name: string): Promise<Uint8Array | null> => {
      const file = await open(join(dir, name)).catch(() => null)
      if (!file) return null
      try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING_BYTES), 0, BEGINNING_BYTES, 0)
        return buffer.subarray(0, bytesRead)
      } finally {
        await file.close()
      }
    },
    /** A mail and when it came; null where none has that name. */
    read: async (name: string): Promise<{ bytes: Uint8Array; at: Date } | null> => {
      if (!NAME.test(name)) return null
      const read: { bytes: Uint8Array } | ReadFault = await readRegularFile(join(dir, name), {
        limit: LIMIT_BYTES,
        followLinks: false,
      })
      const date = await dateOf(join(dir, name))
      return 'bytes' in read && date !== null ? { bytes: read.bytes, at: new Date(date) } : null
    },
  }
}

async function dateOf(path: string): Promise<number | null> {
  const found = await stat(path).catch(() => null)
  return found?.isFile() ? found.mtimeMs : null
}

function whenMissing(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return []
  throw error
}
