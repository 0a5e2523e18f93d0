import { describe, expect, it } from '@jest/globals'
import { folderMark } from '../../../src/model/operations/file-marks.js'
import {
  copyReason,
  epochOf,
  type FoundServer,
  type HighWaterMark,
  type LedgerPlace,
  lineageOf,
  type Settling,
  standingOf,
} from '../../../src/model/operations/instance.js'

const FOLDER = folderMark({ inode: 100n, born: 1_000n }, { inode: 200n, born: 2_000n })
const EMBEDDED: LedgerPlace = { database: '7/5', folder: FOLDER, path: 'host:/srv/data/postgres' }
const SERVER: LedgerPlace = { database: '7/5', folder: null, path: null }
const at = (folder: string, path = EMBEDDED.path) => ({ ...EMBEDDED, folder, path })

describe('a ledger that is found somewhere', () => {
  it.each([
    ['where it was', EMBEDDED, EMBEDDED, null],
    ['in a folder that was moved', EMBEDDED, at(FOLDER, 'host:/srv/other/postgres'), null],
    ['in a new container on the same volume', EMBEDDED, at(FOLDER, 'c2:/data/postgres'), null],
    ['under another inode at the same place', EMBEDDED, at('101:1000 200:2000'), 'copied'],
    ['under the same inode, given to a new folder', EMBEDDED, at('100:1500 200:2000'), 'copied'],
    ['with a pg_control that was written anew', EMBEDDED, at('100:1000 201:2500'), 'copied'],
    ['in a folder that was copied', EMBEDDED, at('101:1500 201:2500', 'host:/tmp/postgres'), 'copied'],
    ['as an earlier version knew it', at('100'), EMBEDDED, null],
    ['in another folder than an earlier version knew', at('99'), EMBEDDED, 'copied'],
    ['on a file system that does not tell when a file was born', EMBEDDED, at('100:? 200:?'), null],
    ['on one that has begun to tell', at('100:? 200:?'), EMBEDDED, null],
    [
      'on another disk, to which Estafette brought it',
      EMBEDDED,
      { ...at('7:1 8:2'), folderBefore: FOLDER },
      null,
    ],
    [
      'copied after Estafette had brought it',
      at('7:1 8:2'),
      { ...at('9:1 10:2'), folderBefore: FOLDER },
      'copied',
    ],
    ['restored from a dump on another server', SERVER, { ...SERVER, database: '8/5' }, 'elsewhere'],
    ['restored from a dump beside itself', SERVER, { ...SERVER, database: '7/6' }, 'elsewhere'],
    [
      'by a role to which the server does not tell its identifier',
      SERVER,
      { ...SERVER, database: '?/5' },
      null,
    ],
    ['in another database by such a role', SERVER, { ...SERVER, database: '?/6' }, 'elsewhere'],
    ['by a worker that knows its URL alone', EMBEDDED, SERVER, null],
    ['by a service on the server that workers saw first', SERVER, EMBEDDED, null],
  ])('%s', (_where, known, here, reason) => {
    expect(copyReason(known, here)).toBe(reason)
  })
})

const settled = (id: string, seen: number, more: Partial<Settling> = {}): Settling => ({
  ...SERVER,
  id,
  since: new Date(`2026-11-2${id}T12:00:00Z`),
  seen,
  awaits: null,
  ...more,
})
const FIRST = settled('1', 40)
const saw = (settlings: Settling[], seen: number): HighWaterMark => ({
  lineage: lineageOf(settlings) ?? '',
  epoch: epochOf(settlings.at(-1) as Settling),
  seen,
  hasEditions: true,
  where: 'embedded',
})

describe('a ledger of which something was seen', () => {
  it.each<[string, Settling[], HighWaterMark[], string | null]>([
    ['nothing yet', [FIRST], [], null],
    ['as it is', [FIRST], [saw([FIRST], 40)], null],
    ['a mark less than it has, after a kill', [FIRST], [saw([FIRST], 39)], null],
    ['one mark more than it has', [FIRST], [saw([FIRST], 41)], 'older'],
    ['more by one of two witnesses', [FIRST], [saw([FIRST], 40), saw([FIRST], 57)], 'older'],
    ['a take-over that it lacks', [FIRST], [saw([FIRST, settled('2', 0)], 3)], 'older'],
    ['more before a person took it over', [FIRST, settled('2', 0)], [saw([FIRST], 57)], null],
    ['another life in the same database', [settled('3', 0)], [saw([FIRST], 57)], null],
  ])('%s', (_what, settlings, sightings, reason) => {
    const standing = standingOf(settlings, SERVER, sightings)
    expect(standing.kind === 'awaits' ? standing.reason : null).toBe(reason)
  })

  const server = (timeline: number, lsn: number, more: Partial<FoundServer> = {}): FoundServer => ({
    ...{ life: '1', timeline, lsn, isReplicated: false, hasUnsent: true, hasForgotten: false },
    ...more,
  })
  const on = (timeline: number, lsn: number, settlings = [FIRST]): HighWaterMark => ({
    ...saw(settlings, 40),
    ...{ life: '1', timeline, lsn },
  })
  const lastOn = (timeline: number, replicated: boolean) => [settled('1', 40, { timeline, replicated })]

  it.each<[string, Settling[], HighWaterMark[], FoundServer, string | null]>([
    ['where it was seen', lastOn(1, false), [on(1, 500)], server(1, 500), null],
    ['further on', lastOn(1, false), [on(1, 500)], server(1, 501), null],
    ['behind, after a crash or put back', lastOn(1, false), [on(1, 500)], server(1, 499), 'older'],
    [
      'behind, where each commit waited for a standby',
      lastOn(1, true),
      [on(1, 500)],
      server(1, 499),
      'older',
    ],
    ['behind, on a standby that took over', lastOn(1, false), [on(1, 500)], server(2, 499), 'older'],
    ['on a primary that had been left', lastOn(1, false), [on(2, 500)], server(1, 900), 'older'],
    ['on a standby that took over in mid-send', lastOn(1, false), [on(1, 500)], server(2, 900), 'failover'],
    ['of a place that has seen nothing', lastOn(1, false), [], server(2, 900), 'failover'],
    [
      'on a standby that took over while nothing was to leave',
      lastOn(1, false),
      [on(1, 500)],
      server(2, 900, { hasUnsent: false }),
      null,
    ],
    ['on a standby that had each commit', lastOn(1, true), [on(1, 500)], server(2, 900), null],
    ['on one that lacks nobody’s commit', lastOn(1, true), [on(1, 500)], server(2, 499), null],
    ['without a gate that was passed', lastOn(1, true), [], server(1, 900, { hasForgotten: true }), 'older'],
    ['for the first time by this version', [FIRST], [saw([FIRST], 40)], server(3, 100), null],
    ['behind, and a person took over since', [FIRST, settled('2', 0)], [on(1, 500)], server(2, 100), null],
  ])('whose server is found %s', (_what, settlings, sightings, found, reason) => {
    const standing = standingOf(settlings, SERVER, sightings, found)
    expect(standing.kind === 'awaits' ? standing.reason : null).toBe(reason)
  })

  it('waits for as long as nobody has taken it over, and says since when', () => {
    const waiting = settled('2', 0, { awaits: 'restored' })
    expect(standingOf([FIRST, waiting], SERVER, [])).toEqual({
      kind: 'awaits',
      reason: 'restored',
      since: waiting.since,
    })
    expect(standingOf([FIRST, waiting, settled('3', 0)], SERVER, [])).toMatchObject({ kind: 'ours' })
  })
})
