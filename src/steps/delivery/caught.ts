import type { Config } from '../../config.js'
import { openCaughtMails } from '../../files/caught-mails.js'
import type { CaughtHead, CaughtMail } from '../../parse/returned-mail/caught-links.js'
import { caughtHead, caughtMail } from '../../parse/returned-mail/caught-mail.js'
import { mailDir } from '../../sending/sending.js'
import type { Context } from '../context.js'

/** A page of caught mails; `pages` counts from 1. */
type CaughtPage = {
  mails: (CaughtHead & { name: string; at: Date })[]
  total: number
  page: number
  pages: number
}

/** Mails on a page. */
const PAGE = 50

const folderOf = (config: Config) => openCaughtMails(mailDir(config))

/** One page of the caught mails, newest first; reads only their headers. Empty with a relay. */
export async function caughtMails({ config }: Pick<Context, 'config'>, wanted: number): Promise<CaughtPage> {
  const folder = folderOf(config)
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
}

/** One mail by its file name; null where there is none. */
export async function readCaughtMail(
  { config }: Pick<Context, 'config'>,
  name: string,
): Promise<(CaughtMail & { at: Date; bytes: Uint8Array }) | null> {
  const read = config.smtp ? null : await folderOf(config).read(name)
  return read && { ...caughtMail(read.bytes), ...read }
}
