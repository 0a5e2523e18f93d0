import pg from 'pg'
import { OPEN_LIST } from '../delivery/states.js'
import { bornAt } from '../operations/backup-source.js'
import { inSchema, tablesOf } from './copied-tables.js'
import { sequencesOf, setSequences } from './copying.js'
import { SCHEMA } from './database.js'
import { STAGING } from './staging.js'

/** Dispatched editions of the living ledger: all records of what left, and to whom, are copied. */
const DISPATCHED = `(select id from ${SCHEMA}.edition where dispatched_at is not null)`
const DELIVERIES = `(select id from ${SCHEMA}.delivery where edition in ${DISPATCHED})`

/** Tables in the order of foreign keys; `changes`: common rows are updated to the living ledger's. */
const CARRIED: { table: string; where: string; changes?: boolean }[] = [
  {
    table: 'revision',
    where: `(update_id, number) in (select update_id, revision from ${SCHEMA}.frozen_item where edition in ${DISPATCHED})`,
  },
  { table: 'edition', where: 'dispatched_at is not null', changes: true },
  ...['frozen', 'frozen_item', 'addressee', 'exclusion', 'sign_off'].map(table => ({
    table,
    where: `edition in ${DISPATCHED}`,
  })),
  { table: 'address_correction', where: `edition in ${DISPATCHED}`, changes: true },
  { table: 'slot', where: `edition in ${DISPATCHED}`, changes: true },
  { table: 'delivery', where: `edition in ${DISPATCHED}`, changes: true },
  { table: 'attempt', where: `delivery in ${DELIVERIES}`, changes: true },
  { table: 'settlement_log', where: `delivery in ${DELIVERIES}` },
  { table: 'report', where: `delivery in ${DELIVERIES}` },
  { table: 'follow_up', where: `edition in ${DISPATCHED}`, changes: true },
  {
    table: 'follow_up_event',
    where: `follow_up in (select id from ${SCHEMA}.follow_up where edition in ${DISPATCHED})`,
  },
  { table: 'cancel_log', where: 'true' },
  { table: 'saved_log', where: 'true' },
  {
    table: 'remark_log',
    where: `(update_id, revision) in (select update_id, number from ${STAGING}.revision)`,
  },
  { table: 'remark_reply_log', where: `remark in (select id from ${STAGING}.remark_log)` },
  { table: 'stop_log', where: `edition in ${DISPATCHED}` },
  // A staff mail that has left is not written again.
  { table: 'notice', where: 'true', changes: true },
]

/**
 * Copies to the staging ledger what left the living one since: dispatched editions, deliveries, attempts, staff mails. Staging is an earlier state of
 * the living ledger, so equal keys are equal rows. Within the caller's transaction, with the living ledger locked.
 */
export async function carryOver(client: pg.ClientBase): Promise<CarriedOver> {
  await client.query('savepoint carrying')
  try {
    return await carryAll(client)
  } catch (error) {
    await client.query('rollback to savepoint carrying')
    return { kind: 'unreadable', detail: (error as Error).message }
  }
}

/**
 * `carried`: the number of deliveries; `isComplete`: nothing that is open can have left. `unreadable`, `other`: nothing was copied, as the living
 * ledger is damaged or another one.
 */
export type CarriedOver =
  | { kind: 'carried'; deliveries: number; isComplete: boolean }
  | { kind: 'unreadable'; detail: string }
  | { kind: 'other' }

async function carryAll(client: pg.ClientBase): Promise<CarriedOver> {
  const [living, earlier] = [await bornAt(client, SCHEMA), await bornAt(client, STAGING)]
  if (living === null || living !== earlier) return { kind: 'other' }
  let deliveries = 0
  for (const { table, where, changes = false } of CARRIED) {
    const { rowCount } = await client.query(await carrying(client, table, where, changes))
    if (table === 'delivery') deliveries = rowCount ?? 0
  }
  await setSequences(client, STAGING, await sequencesOf(client, SCHEMA))
  return { kind: 'carried', deliveries, isComplete: await isComplete(client) }
}

/** A delivery missing in the living ledger may have left. */
async function isComplete(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query(
    `select not exists (select from ${STAGING}.delivery s where s.state in ${OPEN_LIST}
       and not exists (select from ${SCHEMA}.delivery d where d.id = s.id and d.message_id = s.message_id)) as complete`,
  )
  return rows[0].complete
}

async function carrying(
  client: pg.ClientBase,
  table: string,
  where: string,
  changes: boolean,
): Promise<string> {
  const { columns, key } = await shapeOf(client, table)
  const list = columns.map(pg.escapeIdentifier).join(', ')
  const rest = columns.filter(column => !key.includes(column)).map(pg.escapeIdentifier)
  const differ = `row(${rest.map(column => `t.${column}`)}) is distinct from row(${rest.map(column => `excluded.${column}`)})`
  const conflict = changes
    ? `(${key.map(pg.escapeIdentifier)}) do update set ${rest.map(column => `${column} = excluded.${column}`)} where ${differ}`
    : 'do nothing'
  return `insert into ${inSchema(STAGING, table)} as t (${list}) overriding system value
    select ${list} from ${inSchema(SCHEMA, table)} where ${where} on conflict ${conflict}`
}

async function shapeOf(client: pg.ClientBase, table: string) {
  const tables = await tablesOf(client, SCHEMA)
  const found = tables.find(one => one.table === table)
  if (!found) throw new Error(`there is no table ${table}`)
  return found
}
