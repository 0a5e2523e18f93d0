import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { Refused, Taken } from '../support/scripted-smtp.js'
import type { Person } from './roster.js'

/** What the three journals say of one edition; `wrong` names every promise that is broken. */
export type Verdict = {
  deliveries: number
  accepted: number
  bounced: number
  inDoubt: number
  /** Given up, set aside or not to be written to: a person knows. */
  gaveUp: number
  open: number
  lost: number
  doubled: number
  wrong: string[]
}

type Row = {
  id: string
  recipient: string
  message_id: string
  email: string
  state: string
  attempts: number
  due_at: Date | null
  unfinished: number
  dots: number
  told: string[]
}

/**
 * What people and reports said of deliveries in doubt: how often a person asked for another mail, for which ones somebody vouched
 * that the mail whose dot came has arrived, and for which ones a report said that it has not.
 */
export type Said = {
  again?: ReadonlyMap<string, number>
  vouched?: ReadonlySet<string>
  refuted?: ReadonlySet<string>
}

/**
 * What whoever made an edition knows of it without asking the program: which hash was approved and when (performance.now()), who is
 * to get it, by recipient, and a word that stands in each of its mails and in no other edition's as its news.
 */
export type Known = { hash: string; signedAt: number; people: ReadonlyMap<string, Person>; word: string }
export type KnownEditions = ReadonlyMap<string, Known>

/** The mail server's own journal. */
export type ServerJournal = { journal: readonly Taken[]; refused: readonly Refused[] }

/**
 * Compares what the mail server got, what the ledger says (by plain SQL) and what was signed off. Knows nothing of our code:
 * the program's own word counts for nothing.
 */
export async function check(
  client: pg.Pool,
  edition: string,
  server: ServerJournal,
  known: KnownEditions,
  said: Said = {},
): Promise<Verdict> {
  const { rows } = await client.query<Row>(LEDGER, [edition])
  const signed = known.get(edition)
  const verdict: Verdict = {
    ...{ deliveries: rows.length, accepted: 0, bounced: 0, inDoubt: 0, gaveUp: 0, open: 0 },
    ...{ lost: 0, doubled: 0, wrong: [] },
  }
  const got = new Map<string, Taken[]>()
  for (const taken of server.journal) got.set(taken.messageId, [...(got.get(taken.messageId) ?? []), taken])
  const refused = new Set(
    [...server.refused, ...server.journal]
      .filter(({ answer }) => answer?.startsWith('5'))
      .map(({ to }) => to),
  )
  for (const row of rows) {
    const mails = got.get(row.message_id) ?? []
    judge(row, mails, { ...said, isRefused: refused.has(row.email) }, verdict)
    for (const mail of mails) verdict.wrong.push(...wrongIn(mail, row, signed))
  }
  const mine = rows.flatMap(row => got.get(row.message_id) ?? [])
  verdict.wrong.push(...(await signedBefore(client, edition, mine, signed)))
  if (signed && rows.length > 0) verdict.wrong.push(...everybody(rows, signed))
  return verdict
}

/** Mails of an edition, by their List-Id, that belong to no delivery of an edition that was signed: from `from` on in the journal. */
export async function strays(
  client: pg.Pool,
  journal: readonly Taken[],
  known: KnownEditions,
  from = 0,
): Promise<string[]> {
  const { rows } = await client.query<{ message_id: string; edition: string }>(
    'select message_id, edition from estafette.delivery',
  )
  const signed = new Set(rows.filter(({ edition }) => known.has(edition)).map(row => row.message_id))
  return journal
    .slice(from)
    .filter(({ mail, messageId }) => /^List-Id:/im.test(mail) && !signed.has(messageId))
    .map(
      ({ to, messageId }) => `a mail to ${to} (${messageId || 'without Message-ID'}) is no signed edition’s`,
    )
}

const LEDGER = `
  select d.id, d.recipient, d.message_id, a.email, d.state, d.attempts, d.due_at,
    (select count(*)::int from estafette.attempt t where t.delivery = d.id and t.outcome is null) as unfinished,
    (select count(*)::int from estafette.attempt t where t.delivery = d.id and t.phase <> 'started') as dots,
    array(select f.reason from estafette.follow_up f where f.edition = d.edition and f.recipient = d.recipient) as told
  from estafette.delivery d
    join estafette.addressee a on a.edition = d.edition and a.version = d.version and a.recipient = d.recipient
  where d.edition = $1`

/** The state that is final, how it is counted, and the follow-up that somebody must have been given. */
const FINAL: Record<string, { as: 'accepted' | 'bounced' | 'inDoubt' | 'gaveUp'; told: string[] | null }> = {
  accepted: { as: 'accepted', told: null },
  bounced: { as: 'bounced', told: ['bounced'] },
  'in-doubt': { as: 'inDoubt', told: ['in-doubt'] },
  'gave-up': { as: 'gaveUp', told: ['gave-up'] },
  suppressed: { as: 'gaveUp', told: ['suppressed', 'not-allowed'] },
}

function judge(row: Row, got: Taken[], said: Said & { isRefused: boolean }, verdict: Verdict) {
  const { wrong } = verdict
  const asked = said.again?.get(row.id) ?? 0
  const taken = got.filter(one => one.answer?.startsWith('2'))
  const complete = got.filter(one => !/^[45]/.test(one.answer ?? '')).length
  if (complete > 1 + asked) {
    verdict.doubled++
    wrong.push(`${row.id} was sent ${complete} times`)
  }
  const final = FINAL[row.state]
  if (final) {
    verdict[final.as]++
    if (row.unfinished > 0) wrong.push(`${row.id} is ${row.state} with an attempt that has no end`)
    if (final.told && !final.told.some(reason => row.told.includes(reason)))
      wrong.push(`${row.id} is ${row.state}, and nobody was told`)
  } else {
    verdict.open++
    if (row.due_at === null) wrong.push(`${row.id} is ${row.state} and never due again`)
    if (complete > asked && row.unfinished === 0)
      wrong.push(`${row.id} is ${row.state} although its final dot came: it will be sent twice`)
  }
  if (row.state === 'accepted' && taken.length === 0 && !(said.vouched?.has(row.id) && complete > 0)) {
    verdict.lost++
    wrong.push(`${row.id} is accepted in the ledger, and the server has never taken it`)
  }
  if (row.state === 'bounced' && !said.isRefused && !said.refuted?.has(row.id))
    wrong.push(`${row.id} is bounced, and nobody has refused it`)
  if (['bounced', 'gaveUp'].includes(final?.as ?? '') && taken.length > asked)
    wrong.push(`${row.id} is ${row.state}, and the server took it`)
  if (got.length > row.dots) wrong.push(`${row.id}: ${got.length} final dots came, ${row.dots} are committed`)
}

/** A mail that came for a delivery: to its person alone, with that person's salutation and no other's, and this edition's news. */
function wrongIn({ recipients, mail }: Taken, { id, recipient }: Row, signed: Known | undefined): string[] {
  const person = signed?.people.get(recipient)
  if (!person) return [`${id} is for ${recipient}, whom the roster does not have`]
  const wrong = []
  if (recipients.join() !== person.address)
    wrong.push(`${id} went to ${recipients.join(', ')}, and not to ${person.address} alone`)
  const text = mail.replaceAll('=\r\n', '')
  const greeted = [...new Set(text.match(/\bholder\d+[a-z]+\d+\b/g))]
  if (greeted.join() !== person.mark) wrong.push(`${id} greets ${greeted.join(', ') || 'nobody'}`)
  if (!text.includes(signed?.word ?? '')) wrong.push(`${id} does not say what its edition says`)
  return wrong
}

/** Everybody whom the roster has is in the ledger, once. */
function everybody(rows: Row[], { people }: Known): string[] {
  const there = new Set(rows.map(({ recipient }) => recipient))
  const missing = [...people.keys()].filter(recipient => !there.has(recipient))
  return missing.map(recipient => `${recipient} gets nothing, and nobody says so`)
}

/** The version that was sent is the one whose hash somebody approved, before the first dot, and its content still has that hash. */
async function signedBefore(
  client: pg.Pool,
  edition: string,
  mine: Taken[],
  signed: Known | undefined,
): Promise<string[]> {
  const wrong: string[] = []
  const { rows } = await client.query(
    `select distinct f.hash, f.content_hash, f.audience_hash, f.content,
       exists (select from estafette.sign_off s where s.edition = f.edition and s.version = f.version and s.hash = f.hash
         and s.decision = 'approve' and not exists (select from estafette.sign_off w where w.edition = s.edition
           and w.version = s.version and w.by_email = s.by_email and w.decision = 'withdraw' and w.id > s.id)) as approved,
       exists (select from estafette.sign_off s where s.edition = f.edition and s.version = f.version
         and s.decision = 'reject') as rejected
     from estafette.frozen f join estafette.delivery d on d.edition = f.edition and d.version = f.version
     where f.edition = $1`,
    [edition],
  )
  const sha = (text: string) => createHash('sha256').update(text).digest('hex')
  for (const row of rows) {
    if (!row.approved || row.rejected) wrong.push(`${edition} was sent and not signed off`)
    if (row.hash !== signed?.hash) wrong.push(`${edition} was sent with another hash than was approved`)
    if (sha(row.content) !== row.content_hash) wrong.push(`${edition}: its content is not what was hashed`)
    if (sha(`content ${row.content_hash}\naudience ${row.audience_hash}\n`) !== row.hash)
      wrong.push(`${edition}: its hash is not that of its parts`)
  }
  if (mine.some(({ at }) => signed === undefined || at < signed.signedAt))
    wrong.push(`${edition}: a dot came before the sign-off`)
  return wrong
}
