import { createHash, timingSafeEqual } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { printToPdf } from '../../chromium/print.js'
import { tokenSecret } from '../../config.js'
import { calendarFile } from '../../ical/calendar-file.js'
import { renderWebVersion } from '../../mjml/render.js'
import { isEditionName, withOffset } from '../../model/calendar/calendar.js'
import type { EditionContent } from '../../model/editions/edition.js'
import { webToken } from '../../model/editions/web-address.js'
import type { Language } from '../../model/language/language.js'
import { standing } from '../../model/sign-off/sign-off.js'
import type { EditionRow } from '../../postgres/editions/editions.js'
import { frozenContent } from '../../postgres/editions/frozen.js'
import { publications } from '../../postgres/editions/publications.js'
import { calendarEntries } from '../../present/mail/calendar-entries.js'
import type { Context } from '../context.js'
import { readEdition } from './read-edition.js'

/** A sent edition, readable for anybody with its address. */
export type WebEdition = {
  edition: string
  content: EditionContent
  hash: string
  signedAt: Date
  /** When it was published; null: only people with the address can read it. */
  publishedAt: Date | null
}

/** Is this the token of an edition's address? */
export function isWebToken({ config }: Context, edition: string, token: string): boolean {
  const [own, given] = [Buffer.from(webToken(edition, tokenSecret(config))), Buffer.from(token)]
  return own.length === given.length && timingSafeEqual(own, given)
}

/** The web version of an edition; null when there is none to read. */
export async function webEdition(context: Context, edition: string): Promise<WebEdition | null> {
  const row = await readable(context, edition)
  if (!row) return null
  const content = await contentOf(context, row)
  const signedAt = standing(row.decisions).findLast(({ decision }) => decision === 'approve')?.at
  // Frozen before web versions existed: its templates lack them.
  if (!content?.timeZone || !signedAt) return null
  const publishedAt = (await publications(context.engine.db)).find(one => one.edition === edition)?.at ?? null
  return { edition, content, hash: row.hash, signedAt, publishedAt }
}

/** Null for editions not sent, or stopped by a person: a wrong edition must not get more readers. */
export async function readable(
  context: Context,
  edition: string,
): Promise<(EditionRow & { hash: string }) | null> {
  const row = isEditionName(edition) ? await readEdition(context, edition) : null
  const isStopped = row?.stopReason !== null && !['gone-back', 'clock'].includes(row?.stopCause ?? '')
  return row?.dispatchedAt && row.hash && !isStopped ? { ...row, hash: row.hash } : null
}

async function contentOf({ engine, memory }: Context, row: EditionRow & { hash: string }) {
  const { id, version, hash } = row
  if (memory.webContent?.hash !== hash)
    memory.webContent = { hash, content: await frozenContent(engine.db, id, version) }
  return memory.webContent.content
}

/** Its page in one language. `base`: where the page's own files are, from a link in it. */
export function webPage(
  { config }: Context,
  { content, hash, signedAt }: WebEdition,
  language: Language,
  base = '',
): string {
  const hasPdf = config.chromium !== null && base === ''
  const at = withOffset(signedAt, config.timeZone)
  return renderWebVersion(content, language, { hash, signedAt: at, base, hasPdf })
}

/** Its dates as a calendar file; null when it has none. */
export function webCalendar(
  { content }: WebEdition,
  language: Language,
): { name: string; file: string } | null {
  const entries = calendarEntries(content, language)
  return entries && { name: entries.name, file: calendarFile(entries) }
}

/** The PDF, made at the first request; `base` is an address. Throws when it can't be made. Null without Chromium. */
export async function webPdf(
  context: Context,
  web: WebEdition,
  language: Language,
  base: string,
): Promise<Buffer | null> {
  const { prints } = context.memory
  const { chromium } = context.config
  if (chromium === null) return null
  const name = fileName(web, language, base)
  const print =
    prints.get(name) ?? printed(context, name, chromium, () => webPage(context, web, language, base))
  prints.set(name, print)
  return print.finally(() => prints.delete(name))
}

/** Also by `base`, which is in the file: the readers' secret address must not be in the public one. */
function fileName({ hash }: WebEdition, language: Language, base: string): string {
  return `${hash}-${language}-${createHash('sha256').update(base).digest('hex').slice(0, 8)}.pdf`
}

function printed(
  { config, memory }: Context,
  name: string,
  chromium: string,
  page: () => string,
): Promise<Buffer> {
  const file = join(config.dataDir, 'pdf', name)
  // One at a time: each takes 200 MB.
  return memory.printInTurn(async () => {
    if (!existsSync(file)) await printToPdf(chromium, page(), file)
    return readFile(file)
  })
}
