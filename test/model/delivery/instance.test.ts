import { describe, expect, it } from '@jest/globals'
import { isCopy, type Seat } from '../../../src/model/delivery/instance.js'

const EMBEDDED: Seat = { database: '7/5', folder: '100', path: 'host:/srv/data/postgres' }
const SERVER: Seat = { database: '7/5', folder: null, path: null }

describe('a ledger that is found somewhere', () => {
  it.each([
    ['where it was', EMBEDDED, EMBEDDED, false],
    ['in a folder that was moved', EMBEDDED, { ...EMBEDDED, path: 'host:/srv/other/postgres' }, false],
    ['in a new container on the same volume', EMBEDDED, { ...EMBEDDED, path: 'c2:/data/postgres' }, false],
    ['under another inode at the same place', EMBEDDED, { ...EMBEDDED, folder: '101' }, false],
    [
      'in a folder that was copied',
      EMBEDDED,
      { ...EMBEDDED, folder: '101', path: 'host:/tmp/postgres' },
      true,
    ],
    ['restored from a dump on another server', SERVER, { ...SERVER, database: '8/5' }, true],
    ['restored from a dump beside itself', SERVER, { ...SERVER, database: '7/6' }, true],
    [
      'by a role to which the server does not tell its identifier',
      SERVER,
      { ...SERVER, database: '?/5' },
      false,
    ],
    ['in another database by such a role', SERVER, { ...SERVER, database: '?/6' }, true],
    ['by a worker that knows its URL alone', EMBEDDED, SERVER, false],
    ['by a service on the server that workers saw first', SERVER, EMBEDDED, false],
  ])('%s', (_where, known, here, copied) => {
    expect(isCopy(known, here)).toBe(copied)
  })
})
