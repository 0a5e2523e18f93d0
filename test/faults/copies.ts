import pg from 'pg'
import { type Fault, finish, unless } from './fault.js'
import { type Rig, until } from './rig.js'

/** The ledger copied to another database, as a restored backup is, in mid-week: dispatched, and nothing sent yet. */
export const restored: Fault = {
  name: 'a backup restored elsewhere sends nothing; the original goes on',
  strike: async rig => {
    const edition = await rig.edition()
    const url = await copyOf(rig)
    const before = rig.server.journal.length
    const env = { DATABASE_URL: url, PORT: '0' }
    const service = rig.estafette(['start'], env)
    await service.says('Estafette runs')
    const sent = rig.estafette(['send', edition, '--wait'], env)
    const status = await sent.ended
    const asked = rig.estafette(['take-over', '--json'], env)
    const refused = await asked.ended
    service.signal('SIGTERM')
    const ended = await service.ended
    const dots = rig.server.journal.length - before
    const recovered = await finish(rig, edition)
    return {
      edition,
      rounds: 1,
      recovered,
      inDoubtAtMost: 0,
      wrong: [
        ...unless(dots === 0, `${dots} mails left from the copy`),
        ...unless(status === 1 && sent.out().includes('copy'), `send ended with ${status} on the copy`),
        ...unless(
          refused === 1 && asked.out().includes(edition),
          'take-over does not say what it would send',
        ),
        ...unless(ended === 0, `the service on the copy ended with ${ended}`),
      ],
    }
  },
}

/** Copies the database within its server, where nobody may be connected to it meanwhile. Returns the copy's URL, through the proxy. */
async function copyOf(rig: Rig): Promise<string> {
  const name = `copy_${rig.server.journal.length}`
  const beside = new URL(rig.app.config.databaseUrl?.reveal() ?? '')
  beside.pathname = '/template1'
  const client = new pg.Client({ connectionString: beside.href })
  await client.connect()
  try {
    await until(
      async () => {
        await client.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'postgres'",
        )
        await client.query(`create database ${name} template postgres`)
        return true
      },
      60,
      'the copy',
    )
  } finally {
    await client.end()
  }
  const url = new URL(rig.env.DATABASE_URL ?? '')
  url.pathname = `/${name}`
  return url.href
}
