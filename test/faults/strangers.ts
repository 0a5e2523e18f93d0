import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openSending } from '../../src/sending/sending.js'
import { openQueue } from '../../src/steps/delivery/queue.js'
import { draft } from '../../src/steps/editions/draft.js'
import { startWorker } from '../../worker/jobs.js'
import { type Fault, unless } from './fault.js'
import { nudge } from './nudge.js'
import { openOnes, type Rig, until } from './rig.js'
import { update } from './roster.js'

export const sameJob: Fault = {
  name: 'the same job 50 times; jobs for unknown and unapproved ids',
  strike: async rig => {
    const edition = await rig.edition()
    const [asleep, forged] = [await unsigned(rig, 8), await unsigned(rig, 9)]
    const editions = [edition]
    const before = rig.server.journal.length
    const { rows } = await rig.client.query(
      'select id from estafette.delivery where edition = $1 order by id',
      [edition],
    )
    const ids: string[] = rows.map(row => row.id)
    const strangers = [...(await forgedIn(rig, asleep)), ...(await forgedIn(rig, forged))]
    // Not even when it is said to be dispatched: nobody has signed it.
    await rig.client.query(
      "update estafette.edition set dispatched_at = now(), expires_at = now() + interval '3 days' where id = $1",
      [forged],
    )
    const queue = await openQueue(rig.app)
    const sending = await openSending(rig.app)
    const workers = [startWorker(rig.app, queue, sending), startWorker(rig.app, queue, sending)]
    const unknown = ['no-such-delivery', `${asleep}.c21001-mayor-0`, `${edition}.x'; drop table delivery`]
    for (let copy = 1; copy <= 50; copy++)
      await queue.nudge(
        [ids[0] ?? '', ...unknown, ...strangers].map(delivery => ({ delivery, attempt: copy, delay: 0 })),
      )
    try {
      await nudge(rig)
      await until(async () => (await openOnes(rig, edition)) === 0, 100, 'the end')
      // What was enqueued last has had its turn when this one has.
      const last = await rig.edition()
      await nudge(rig)
      await until(async () => (await openOnes(rig, last)) === 0, 100, 'the end of the edition after it')
      editions.push(last)
    } finally {
      for (const worker of workers) await worker.stop()
      await sending.close()
      await queue.close()
    }
    const sent = dotsOf(rig, edition)
    const others = rig.server.journal
      .slice(before)
      .filter(({ messageId }) => ![...editions, 'notice'].some(own => messageId.startsWith(`<${own}.`)))
    const wrong = [
      ...unless(sent === ids.length, `${sent} mails for ${ids.length} deliveries`),
      ...unless(strangers.length === 2 * FORGED, `${strangers.length} deliveries were forged`),
      ...unless(others.length === 0, `${others.length} mails of what nobody has signed`),
    ]
    await rig.client.query('delete from estafette.attempt where delivery = any($1)', [strangers])
    await rig.client.query('delete from estafette.delivery where id = any($1)', [strangers])
    await rig.client.query('update estafette.edition set stopped_at = now() where id = $1', [forged])
    return { edition, rounds: 50, recovered: null, inDoubtAtMost: 0, wrong }
  },
}

/** An edition that is frozen, and that nobody has signed. */
async function unsigned({ app, dir }: Rig, nth: number): Promise<string> {
  // The numbers of the house's own editions are smaller.
  const number = 90 + nth
  writeFileSync(join(dir, 'updates', `numero-information-${number}.md`), update(number))
  const edition = `2026-W48-flash-${number}`
  const prepared = await draft(app, edition, null)
  if (prepared.kind !== 'frozen') throw new Error(JSON.stringify(prepared))
  return edition
}

const FORGED = 5

/** Somebody with a hand in the database makes deliveries of an edition, for some of its addressees. Returns their ids. */
async function forgedIn({ client }: Rig, edition: string): Promise<string[]> {
  const { rows } = await client.query(
    `insert into estafette.delivery (id, edition, version, recipient, commune, message_id, due_at, created_at)
     select edition || '.' || recipient, edition, version, recipient, commune,
       '<' || edition || '.' || recipient || '.00000000000000000000@estafette.example>', now(), now()
     from estafette.addressee where edition = $1 order by recipient limit ${FORGED} returning id`,
    [edition],
  )
  return rows.map(row => row.id)
}

/** Final dots of an edition: the server takes notices to the staff, too. */
const dotsOf = ({ server }: Rig, edition: string) =>
  server.journal.filter(({ messageId }) => messageId.startsWith(`<${edition}.`)).length
