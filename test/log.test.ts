import { spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../src/config.js'

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
