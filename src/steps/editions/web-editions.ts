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
import { samePerson, standing } from '../../model/sign-off/sign-off.js'
import { type EditionRow, findEdition } from '../../postgres/editions/editions.js'
import { frozenContent } from '../../postgres/editions/frozen.js'
import { keepPublication, type Publishing, publications } from '../../postgres/editions/publications.js'
import { calendarEntries } from '../../present/mail/calendar-entries.js'
import { type ListedEdition, listedEdition } from '../../present/mail/feed.js'
import type { Context } from '../context.js'
import { staffOf } from '../staff/staff.js'

/** An edition that was sent, as anybody may read it who has its address. */
export type WebEdition = {
  edition: string
  content: EditionContent
  hash: string
  signedAt: Date
  /** Since when it is public; null: only who has the address reads it. */
  publishedAt: Date | null
}

/** A public edition in a list. */
export type PublishedEdition = { publishedAt: Date; listed: Record<Language, ListedEdition> }

export type Published = { kind: 'done'; at: Date } | { kind: 'refused'; reason: 'not-sent' | 'not-approver' }

/** Also by `base`, which is printed in it: the address that only readers know must not stand in the file for everybody. */
function nameOf({ hash }: WebEdition, language: Language, base: string): string {
  return `${hash}-${language}-${createHash('sha256').update(base).digest('hex').slice(0, 8)}`
}

/** The web versions of sent editions: who may read them, what they are, and who makes one public. */
export function bindWebEditions(context: Context) {
  const { config, engine, clock } = context
  const { db } = engine
  /** By hash: what is frozen is read once, not at every look at the list. */
  const listed = new Map<string, PublishedEdition['listed']>()
  /** What was read last, whose templates are compiled then: most ask for the edition of this week. */
  let frozen: { hash: string; content: EditionContent | null } | null = null
  const prints = new Map<string, Promise<Buffer>>()
  let last: Promise<unknown> = Promise.resolve()

  /** Null for what was not sent, and for what somebody stopped: the readers of a wrong edition are not to become more. */
  async function readable(edition: string): Promise<(EditionRow & { hash: string }) | null> {
    const row = isEditionName(edition) ? await findEdition(db, edition, clock()) : null
    const isStopped = row?.stopReason !== null && !['gone-back', 'clock'].includes(row?.stopCause ?? '')
    return row?.dispatchedAt && row.hash && !isStopped ? { ...row, hash: row.hash } : null
  }

  async function contentOf({ id, version, hash }: EditionRow & { hash: string }) {
    if (frozen?.hash !== hash) frozen = { hash, content: await frozenContent(db, id, version) }
    return frozen.content
  }

  async function webEdition(edition: string): Promise<WebEdition | null> {
    const row = await readable(edition)
    if (!row) return null
    const content = await contentOf(row)
    const signedAt = standing(row.decisions).findLast(({ decision }) => decision === 'approve')?.at
    // Frozen before there were web versions: its templates don't know of them.
    if (!content?.timeZone || !signedAt) return null
    const publishedAt = (await publications(db)).find(one => one.edition === edition)?.at ?? null
    return { edition, content, hash: row.hash, signedAt, publishedAt }
  }

  async function listing(edition: string): Promise<PublishedEdition['listed'] | null> {
    const row = await readable(edition)
    if (!row) return null
    const known = listed.get(row.hash)
    if (known) return known
    const content = (await webEdition(edition))?.content
    if (!content) return null
    const made = { fr: listedEdition(content, 'fr'), nl: listedEdition(content, 'nl') }
    listed.set(row.hash, made)
    return made
  }

  /** `base`: where the page's own files are, from a link in it. */
  function webPage({ content, hash, signedAt }: WebEdition, language: Language, base = ''): string {
    const hasPdf = config.chromium !== null && base === ''
    const at = withOffset(signedAt, config.timeZone)
    return renderWebVersion(content, language, { hash, signedAt: at, base, hasPdf })
  }

  async function printed(
    web: WebEdition,
    language: Language,
    base: string,
    chromium: string,
  ): Promise<Buffer> {
    const file = join(config.dataDir, 'pdf', `${nameOf(web, language, base)}.pdf`)
    // One at a time: each takes 200 MB.
    const turn = last.then(async () => {
      if (!existsSync(file)) await printToPdf(chromium, webPage(web, language, base), file)
      return readFile(file)
    })
    last = turn.catch(() => {})
    return turn
  }

  return {
    webEdition,
    webPage,
    /** Whether a token is that of an edition's address. */
    isWebToken: (edition: string, token: string): boolean => {
      const [own, given] = [Buffer.from(webToken(edition, tokenSecret(config))), Buffer.from(token)]
      return own.length === given.length && timingSafeEqual(own, given)
    },
    webCalendar: ({ content }: WebEdition, language: Language): { name: string; file: string } | null => {
      const entries = calendarEntries(content, language)
      return entries && { name: entries.name, file: calendarFile(entries) }
    },
    /** The PDF, made when it is first asked for; null where there is no Chromium. `base` as an address. Throws when it can't be made. */
    webPdf: async (web: WebEdition, language: Language, base: string): Promise<Buffer | null> => {
      const { chromium } = config
      if (chromium === null) return null
      const key = nameOf(web, language, base)
      const print = prints.get(key) ?? printed(web, language, base, chromium)
      prints.set(key, print)
      return print.finally(() => prints.delete(key))
    },
    /** The public ones, the last published first. */
    publishedEditions: async (): Promise<PublishedEdition[]> => {
      const found: PublishedEdition[] = []
      for (const { edition, at } of await publications(db)) {
        const one = await listing(edition)
        if (one) found.push({ publishedAt: at, listed: one })
      }
      return found
    },
    /** Makes an edition's web version public, or takes that back; an approver decides it. */
    publish: async (edition: string, action: Publishing['action'], by: string): Promise<Published> => {
      const staff = await staffOf(context)
      if (!staff.some(one => samePerson(one.email, by) && one.roles.includes('approver')))
        return { kind: 'refused', reason: 'not-approver' }
      const row = await findEdition(db, edition, clock())
      if (!row?.dispatchedAt) return { kind: 'refused', reason: 'not-sent' }
      const now = clock()
      await keepPublication(db, { edition, action, by, now })
      return { kind: 'done', at: now }
    },
  }
}
