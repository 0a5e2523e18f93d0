import type { Config } from '../../config.js'
import { openCaughtMails } from '../../files/caught-mails.js'
import {
  type CaughtHead,
  type CaughtMail,
  caughtHead,
  caughtMail,
} from '../../parse/returned-mail/caught-mail.js'
import { mailDir } from '../../sending/sending.js'

/** A page of the mails that the local catcher keeps; `pages` counts from 1. */
export type CaughtPage = {
  mails: (CaughtHead & { name: string; at: Date })[]
  total: number
  page: number
  pages: number
}

/** So many on a page. */
const PAGE = 50

/** The mails of the local catcher, for whoever tries Estafette out: with a relay there are none. */
export function bindCaught(config: Config) {
  const folder = openCaughtMails(mailDir(config))
  return {
    /** Of the mails, the newest first, those of one page; only their headers are read. */
    caughtMails: async (wanted: number): Promise<CaughtPage> => {
      const all = config.smtp ? [] : await folder.list()
      const pages = Math.max(1, Math.ceil(all.length / PAGE))
      const page = Math.min(Math.max(1, wanted), pages)
      const shown = all.slice((page - 1) * PAGE, page * PAGE)
      const mails = await Promise.all(
        shown.map(async ({ name, at }) => {
          const beginning = await folder.beginning(name)
          return beginning ? [{ name, at, ...caughtHead(beginning) }] : []
        }),
      )
      return { mails: mails.flat(), total: all.length, page, pages }
    },
    /** One mail by the name of its file; null where there is none. */
    caughtMail: async (name: string): Promise<(CaughtMail & { at: Date; bytes: Uint8Array }) | null> => {
      const read = config.smtp ? null : await folder.read(name)
      return read && { ...caughtMail(read.bytes), ...read }
    },
  }
}
