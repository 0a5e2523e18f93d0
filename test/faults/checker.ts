import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { Taken } from '../support/scripted-smtp.js'

/** What the three journals say of one edition; `wrong` names every promise that is broken. */
export type Verdict = {
  deliveries: number
  accepted: number
  inDoubt: number
  lost: number
  doubled: number
  open: number
  wrong: string[]
}

type Row = {
  id: string
  message_id: string
  email: string
  state: string
  attempts: number
  due_at: Date | null
  unfinished: number
  dots: number
  hash: string
}

/**
 * What people and reports said of deliveries in doubt: how often a person asked for another mail, and for which ones somebody vouched
 * that the mail whose dot came has arrived.
 */
export type Said = { again?: ReadonlyMap<string, number>; vouched?: ReadonlySet<string> }
/** When sign-off was given, by edition: performance.now(). */
export type SignedAt = ReadonlyMap<string, number>

/**
 * Compares what the mail server got, what the ledger says (by plain SQL) and what was signed off. Knows nothing of our code:
 * the program's own word counts for nothing.
 */
export async function check(
  client: pg.Pool,
  edition: string,
  journal: Taken[],
  signedAt: SignedAt,
  { again = new Map(), vouched = new Set() }: Said = {},
): Promise<Verdict> {
  const { rows } = await client.query<Row>(LEDGER, [edition])
  const got = new Map<string, Taken[]>()
  for (const taken of journal) got.set(taken.messageId, [...(got.get(taken.messageId) ?? []), taken])
  const verdict = { deliveries: rows.length, accepted: 0, inDoubt: 0, lost: 0, doubled: 0, open: 0 }
  const wrong: string[] = []
  for (const row of rows) {
    const mails = got.get(row.message_id) ?? []
    const said = { again: again.get(row.id) ?? 0, isVouched: vouched.has(row.id) }
    judge(row, mails, said, verdict, wrong)
  }
  const mine = journal.filter(({ messageId }) => rows.some(row => row.message_id === messageId))
  for (const taken of mine)
    if (!rows.some(row => row.message_id === taken.messageId && row.email === taken.to))
      wrong.push(`${taken.messageId} went to ${taken.to}, to whom it does not belong`)
  wrong.push(...(await signedBefore(client, edition, mine, signedAt.get(edition))))
  return { ...verdict, wrong }
}

const LEDGER = `
  select d.id, d.message_id, a.email, d.state, d.attempts, d.due_at, f.hash,
    (select count(*)::int from estafette.attempt t where t.delivery = d.id and t.outcome is null) as unfinished,
    (select count(*)::int from estafette.attempt t where t.delivery = d.id and t.phase <> 'started') as dots
  from estafette.delivery d
    join estafette.addressee a on a.edition = d.edition and a.version = d.version and a.recipient = d.recipient
    join estafette.frozen f on f.edition = d.edition and f.version = d.version
  where d.edition = $1`

const FINAL = ['accepted', 'bounced', 'in-doubt', 'gave-up', 'suppressed']

function judge(
  row: Row,
  got: Taken[],
  { again: asked, isVouched }: { again: number; isVouched: boolean },
  verdict: Omit<Verdict, 'wrong'>,
  wrong: string[],
) {
  const taken = got.filter(one => one.answer?.startsWith('2'))
  const refused = got.filter(one => /^[45]/.test(one.answer ?? ''))
  const complete = got.length - refused.length
  if (complete > 1 + asked) {
    verdict.doubled++
    wrong.push(`${row.id} was sent ${complete} times`)
  }
  if (row.state === 'accepted') {
    verdict.accepted++
    if (taken.length === 0 && !(isVouched && complete > 0)) {
      verdict.lost++
      wrong.push(`${row.id} is accepted in the ledger, and the server has never taken it`)
    }
  }
  if (row.state === 'in-doubt') verdict.inDoubt++
  if (!FINAL.includes(row.state)) {
    verdict.open++
    if (row.due_at === null) wrong.push(`${row.id} is ${row.state} and never due again`)
    if (complete > asked && row.unfinished === 0)
      wrong.push(`${row.id} is ${row.state} although its final dot came: it will be sent twice`)
  } else if (row.unfinished > 0) wrong.push(`${row.id} is ${row.state} with an attempt that has no end`)
  if (['bounced', 'gave-up', 'suppressed'].includes(row.state) && taken.length > asked)
    wrong.push(`${row.id} is ${row.state}, and the server took it`)
  if (got.length > row.dots) wrong.push(`${row.id}: ${got.length} final dots came, ${row.dots} are committed`)
}

/** The version that was sent is the one whose hash somebody approved, before the first dot, and its content still has that hash. */
async function signedBefore(
  client: pg.Pool,
  edition: string,
  mine: Taken[],
  signedAt: number | undefined,
): Promise<string[]> {
  const wrong: string[] = []
  const { rows } = await client.query(
    `select distinct f.hash, f.content_hash, f.audience_hash, f.content,
       exists (select from estafette.sign_off s where s.edition = f.edition and s.version = f.version and s.hash = f.hash
         and s.decision = 'approve') as approved,
       exists (select from estafette.sign_off s where s.edition = f.edition and s.version = f.version
         and s.decision = 'reject') as rejected
     from estafette.frozen f join estafette.delivery d on d.edition = f.edition and d.version = f.version
     where f.edition = $1`,
    [edition],
  )
  const sha = (text: string) => createHash('sha256').update(text).digest('hex')
  for (const row of rows) {
    if (!row.approved || row.rejected) wrong.push(`${edition} was sent and not signed off`)
    if (sha(row.content) !== row.content_hash) wrong.push(`${edition}: its content is not what was hashed`)
    if (sha(`content ${row.content_hash}\naudience ${row.audience_hash}\n`) !== row.hash)
      wrong.push(`${edition}: its hash is not that of its parts`)
  }
  const first = mine[0]
  if (first && (signedAt === undefined || first.at < signedAt))
    wrong.push(`${edition}: a dot came before the sign-off`)
  return wrong
}
