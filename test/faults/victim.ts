import type { Stage } from '../support/scripted-smtp.js'
import { unless } from './fault.js'
import type { Rig } from './rig.js'
import { oneOf } from './seed.js'

/** The one delivery that a fault strikes, of the many that are under way with it. */
export type Victim = { id: string; recipient: string; messageId: string; pathToken: string; email: string }

const VICTIM = `
  select d.id, d.recipient, d.message_id as "messageId", d.path_token as "pathToken", a.email
  from estafette.delivery d join estafette.addressee a using (edition, version, recipient) where d.edition = $1`

export async function victimTo({ client }: Rig, edition: string, email: string): Promise<Victim> {
  const { rows } = await client.query(`${VICTIM} and a.email = $2`, [edition, email])
  return rows[0]
}

export async function anyVictim(rig: Rig, edition: string, random: () => number): Promise<Victim> {
  const { rows } = await rig.client.query(
    'select email from estafette.addressee where edition = $1 order by recipient',
    [edition],
  )
  return victimTo(rig, edition, oneOf(random, rows).email)
}

/** The token in the return path of a MAIL command. */
const tokenOf = (command: string) => /<[^>+]*\+([0-9a-f]+)@/.exec(command)?.[1] ?? 'none'

/** Whether a stage is reached by a mail to an addressee of the edition: a process that sends also sends mails to the staff. */
export async function toAddressees({ client }: Rig, edition: string) {
  const { rows } = await client.query<Victim>(VICTIM, [edition])
  const addresses = new Set(rows.map(({ email }) => email.toLowerCase()))
  const tokens = new Set(rows.map(({ pathToken }) => pathToken))
  return (stage: Stage, command: string, to: string): boolean =>
    stage === 'MAIL' ? tokens.has(tokenOf(command)) : addresses.has(to.toLowerCase())
}

/** Whose mail a MAIL command begins. */
export async function victimFrom({ client }: Rig, edition: string, command: string): Promise<Victim> {
  const token = tokenOf(command)
  const { rows } = await client.query(`${VICTIM} and d.path_token = $2`, [edition, token])
  return rows[0]
}

/** Final dots of its mail in the server's journal, and how many of them the server took. */
export function copiesOf({ server }: Rig, { messageId }: Victim): { dots: number; taken: number } {
  const mails = server.journal.filter(mail => mail.messageId === messageId)
  return { dots: mails.length, taken: mails.filter(mail => mail.answer?.startsWith('2')).length }
}

export type Attempt = { number: number; phase: string; outcome: string | null }

/** Its state, and its attempts from the first. */
export async function stateOf(
  { client }: Rig,
  { id }: Victim,
): Promise<{ state: string; claimedBy: string; attempts: Attempt[] }> {
  const { rows } = await client.query(
    'select state, claimed_by as "claimedBy" from estafette.delivery where id = $1',
    [id],
  )
  const { rows: attempts } = await client.query(
    'select number, phase, outcome from estafette.attempt where delivery = $1 order by number',
    [id],
  )
  return { ...rows[0], attempts }
}

/** Why somebody has to see to it: the reasons of its follow-ups that are not done. */
export async function reasonsFor({ client }: Rig, edition: string, { recipient }: Victim): Promise<string[]> {
  const { rows } = await client.query(
    "select reason from estafette.follow_up where edition = $1 and recipient = $2 and state <> 'done'",
    [edition, recipient],
  )
  return rows.map(row => row.reason)
}

/** The deliveries of an edition that are in doubt. */
export async function doubtsOf({ client }: Rig, edition: string): Promise<Set<string>> {
  const { rows } = await client.query(
    "select id from estafette.delivery where edition = $1 and state = 'in-doubt'",
    [edition],
  )
  return new Set(rows.map(row => row.id))
}

/** In doubt for good: one mail came, somebody is to see to it, and no other attempt is made. */
export async function inDoubtAndKnown(rig: Rig, edition: string, victim: Victim): Promise<string[]> {
  const { state, attempts } = await stateOf(rig, victim)
  const reasons = await reasonsFor(rig, edition, victim)
  const { dots } = copiesOf(rig, victim)
  const last = attempts.at(-1)
  return [
    ...unless(state === 'in-doubt', `${victim.id}, whose dot had come, is ${state}`),
    ...unless(
      last?.outcome === 'in-doubt' && last.phase === 'dot',
      `${victim.id}: its last attempt is ${last?.outcome}, in phase ${last?.phase}`,
    ),
    ...unless(reasons.includes('in-doubt'), `${victim.id} is in doubt, and nobody is told`),
    ...unless(dots === 1, `${victim.id}: ${dots} final dots came`),
  ]
}
