import { spawn } from 'node:child_process'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { openCluster } from '../../src/postgres/server/cluster.js'
import { isReady, stopServer } from '../../src/postgres/server/server-process.js'

export type FrozenDatabase = {
  /** Creates an empty database of this name, as its owner. */
  fresh: () => Promise<string>
  /** Sets the server's clock, which stands still. */
  setClock: (instant: Date) => void
  close: () => Promise<void>
}

const NAME = 'golden'

/** PostgreSQL below `dir` with a stopped clock, so that instants written by the database repeat too. */
export async function openFrozenDatabase(dir: string, port: number, first: Date): Promise<FrozenDatabase> {
  const cluster = await openCluster(dir)
  const clock = join(dir, 'clock')
  const setClock = (instant: Date) =>
    writeFileSync(clock, instant.toISOString().replace('T', ' ').slice(0, 19))
  setClock(first)
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'autovacuum=off']
  const args = ['-D', cluster.dir, '-p', String(port), ...settings.flatMap(one => ['-c', one])]
  const env = {
    ...{ LC_ALL: 'C', TZ: 'UTC', LD_PRELOAD: faketime() },
    ...{ FAKETIME_TIMESTAMP_FILE: clock, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' },
  }
  const server = spawn(cluster.binaries.postgres, args, {
    ...cluster.account,
    env,
    cwd: '/',
    stdio: 'ignore',
  })
  while (!isReady(cluster.dir, server.pid)) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended with ${server.exitCode}: ${cluster.log}`)
    await pause(50)
  }
  const url = (name: string) => `postgres://estafette:${cluster.password}@127.0.0.1:${port}/${name}`
  return {
    fresh: async () => {
      const owner = new pg.Client(url('postgres'))
      await owner.connect()
      await owner.query(`drop database if exists ${NAME} with (force)`)
      await owner.query(`create database ${NAME}`)
      await owner.end()
      return url(NAME)
    },
    setClock,
    close: () => stopServer(cluster),
  }
}

/** Debian's libfaketime, which sets one process's clock and leaves its timers alone. */
function faketime(): string {
  for (const folder of readdirSync('/usr/lib')) {
    const file = join('/usr/lib', folder, 'faketime', 'libfaketimeMT.so.1')
    if (existsSync(file)) return file
  }
  throw new Error('libfaketime is missing (Debian: faketime): no clock of a database can be set')
}
