import { languagesOf } from '../../model/editions/edition.js'
import { forEach, type Language } from '../../model/language/language.js'
import { sameAddress } from '../../model/staff/email-address.js'
import { keepPublication, type Publishing, publications } from '../../postgres/editions/publications.js'
import { type ListedEdition, listedEdition } from '../../present/mail/feed.js'
import type { Context } from '../context.js'
import { staffOf } from '../staff/staff.js'
import { readEdition } from './read-edition.js'
import { readable, webEdition } from './web-edition.js'

type Published = { kind: 'done'; at: Date } | { kind: 'refused'; reason: 'not-sent' | 'not-approver' }

/** Publishes an edition's web version, or withdraws it, by an approver's decision. */
export async function publish(
  context: Context,
  edition: string,
  action: Publishing['action'],
  by: string,
): Promise<Published> {
  const approvers = await staffOf(context, 'approver')
  if (!approvers.some(({ email }) => sameAddress(email, by)))
    return { kind: 'refused', reason: 'not-approver' }
  const row = await readEdition(context, edition)
  if (!row?.dispatchedAt) return { kind: 'refused', reason: 'not-sent' }
  const now = context.clock()
  await keepPublication(context.engine.db, { edition, action, by, now })
  return { kind: 'done', at: now }
}

/** A public edition in a list. */
export type PublishedEdition = { publishedAt: Date; listed: Record<Language, ListedEdition> }

/** The public ones, the last published first. */
export async function publishedEditions(context: Context): Promise<PublishedEdition[]> {
  const found: PublishedEdition[] = []
  for (const { edition, at } of await publications(context.engine.db)) {
    const listed = await listing(context, edition)
    if (listed) found.push({ publishedAt: at, listed })
  }
  return found
}

/** What is frozen is read once, not at every look at the list. */
async function listing(context: Context, edition: string): Promise<PublishedEdition['listed'] | null> {
  const row = await readable(context, edition)
  if (!row) return null
  const { listed } = context.memory
  const known = listed.get(row.hash)
  if (known) return known
  const content = (await webEdition(context, edition))?.content
  if (!content) return null
  const made = forEach(languagesOf(content), language => listedEdition(content, language))
  listed.set(row.hash, made)
  return made
}
