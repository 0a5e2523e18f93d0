import { spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../src/config.js'
import { counting } from '../src/log.js'

describe('the log', () => {
  it('ends nothing when its disk is full', () => {
    const full = openSync('/dev/full', 'w')
    const script = `
      import { openLog } from ${JSON.stringify(join(PROJECT_ROOT, 'src', 'log.ts'))}
      const log = openLog('info')
      for (let line = 0; line < 50; line++) log.info('a.line', { line })
      setTimeout(() => { log.info('another.line'); process.stdout.write('still there') }, 50)`
    const ended = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
      cwd: PROJECT_ROOT,
      stdio: ['ignore', 'pipe', full],
      encoding: 'utf8',
    })
    closeSync(full)
    expect([ended.status, ended.stdout]).toEqual([0, 'still there'])
  })
})

describe('lines that are repeated', () => {
  type Line = { event: string; more?: number; note?: string }
  /** A log that counts for as long as told; `lines`: what it wrote. */
  function counted(windowMs = 60_000) {
    const lines: Line[] = []
    const log = counting((_level, event, fields) => lines.push({ event, ...fields }), windowMs)
    return { log, lines }
  }

  it('are written once at once, and counted', () => {
    const { log, lines } = counted()
    for (let times = 0; times < 400_000; times++)
      log.error('page.failed', { reason: 'EMFILE: too many open files' })
    expect(lines).toEqual([{ event: 'page.failed', reason: 'EMFILE: too many open files' }])
    log.flush()
    expect(lines.slice(1)).toEqual([
      {
        event: 'page.failed',
        reason: 'EMFILE: too many open files',
        more: 399_999,
        note: 'and 399999 times more within 60 s',
      },
    ])
  })

  it('are told of at the end of the window, and written anew after it', async () => {
    const { log, lines } = counted(20)
    log.warn('queue.trouble', { reason: 'away' })
    log.warn('queue.trouble', { reason: 'away' })
    const end = performance.now() + 5000
    while (lines.length < 2 && performance.now() < end) await new Promise(resolve => setTimeout(resolve, 5))
    log.warn('queue.trouble', { reason: 'away' })
    log.flush()
    expect(lines.map(({ more }) => more)).toEqual([undefined, 1, undefined])
  })

  it('pass where they say something else, the first twenty of one event and reason too', () => {
    const { log, lines } = counted()
    for (let delivery = 0; delivery < 500; delivery++)
      log.error('delivery.lost', { delivery, reason: 'refused' })
    log.error('delivery.lost', { delivery: 1, reason: 'another' })
    log.warn('delivery.bounced', { delivery: 1 })
    log.warn('delivery.bounced', { delivery: 2 })
    expect(lines).toHaveLength(20 + 3)
    log.flush()
    expect(lines.slice(23)).toEqual([
      { event: 'delivery.lost', reason: 'refused', more: 480, note: 'and 480 times more within 60 s' },
    ])
  })

  it('are all there where all goes well', () => {
    const { log, lines } = counted()
    for (let times = 0; times < 3; times++) log.info('relay.back')
    expect(lines).toHaveLength(3)
  })

  it('of endless kinds are forgotten in turn', () => {
    const { log, lines } = counted()
    for (let kind = 0; kind < 5000; kind++) log.error(`event.${kind}`)
    expect(lines).toHaveLength(5000)
  })
})

it('a line of the log holds no address, no endless text and nothing that a terminal would act on', () => {
  const script = `
    import { openLog } from ${JSON.stringify(join(PROJECT_ROOT, 'src', 'log.ts'))}
    const reason = '550 <jean@commune.example>: \\u001b[31m\\u009b5m\\u202e no ' + 'x'.repeat(10000)
    openLog('info').error('delivery.bounced', { reason })`
  const ended = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    cwd: PROJECT_ROOT,
    encoding: 'utf8',
  })
  const { reason } = JSON.parse(ended.stderr) as { reason: string }
  expect(ended.stderr).toContain('550 <[address]>: \\u001b[31m\\u009b5m\\u202e no xxx')
  expect(reason).toMatch(/x… \(\d+ characters, cut\)$/)
  expect(ended.stderr.length).toBeLessThan(2300)
})
