import { rmSync } from 'node:fs'
import { sql } from 'kysely'
import { type Database, type OpenDatabase, openDatabase } from '../../src/postgres/server/database.js'
import { openEmbeddedServer } from '../../src/postgres/server/embedded.js'
import { passableFolder } from './folders.js'
import { type ClusterOptions, layCluster } from './ready-cluster.js'

export type TestDatabase = OpenDatabase & { dir: string }

/** A PostgreSQL of its own in a temporary folder, with Estafette's tables. */
export async function startDatabase(options?: ClusterOptions): Promise<TestDatabase> {
  const dir = passableFolder('estafette-db-')
  await layCluster(dir, options)
  const server = await openEmbeddedServer(dir)
  const database = await openDatabase(server.url, { connections: 6 })
  return {
    ...database,
    dir,
    close: async () => {
      await database.close()
      await server.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** A dispatched edition with one delivery per recipient, all due at `now`, to its own address or to `email`; returns the delivery ids. */
export async function dispatched(
  db: Database,
  edition: string,
  recipients: string[],
  now: Date,
  email?: string,
): Promise<string[]> {
  await db
    .insertInto('edition')
    .values({
      id: edition,
      kind: 'regular',
      version: 1,
      created_at: now,
      dispatched_at: now,
      expires_at: new Date(now.getTime() + 72 * 3_600_000),
      stop_reason: null,
      prepared_by: null,
    })
    .execute()
  await db
    .insertInto('frozen')
    .values({
      edition,
      version: 1,
      hash: 'h',
      content_hash: 'c',
      audience_hash: 'a',
      content: '{}',
      candidates: recipients.length,
      frozen_at: now,
    })
    .execute()
  const person = {
    role: 'mayor' as const,
    acting: false,
    competences: [],
    languages: 'fr+nl' as const,
    name: 'Bourgmestre',
    salutation: JSON.stringify({ fr: 'Madame la Bourgmestre,', nl: 'Mevrouw de burgemeester,' }),
  }
  await db
    .insertInto('addressee')
    .values(
      recipients.map(recipient => ({
        edition,
        version: 1,
        recipient,
        commune: '21009',
        email: email ?? `${recipient}@ixelles.example`,
        ...person,
      })),
    )
    .execute()
  const ids = recipients.map(recipient => `${edition}.${recipient}`)
  await db
    .insertInto('delivery')
    .values(
      recipients.map(recipient => ({
        id: `${edition}.${recipient}`,
        edition,
        version: 1,
        recipient,
        commune: '21009',
        message_id: `<${recipient}>`,
        due_at: now,
        created_at: now,
        claimed_by: null,
        settled_by: null,
      })),
    )
    .execute()
  return ids
}

/** Makes a claim as old as if its worker had been killed half a minute ago. */
export async function letClaimsExpire(db: Database): Promise<void> {
  await sql`update delivery set claimed_until = clock_timestamp() - interval '1 second' where claimed_until is not null`.execute(
    db,
  )
}
