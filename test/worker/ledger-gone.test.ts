import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { readConfig } from '../../src/config.js'
import { untilLedgerGone } from '../../worker/ledger-gone.js'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'estafette-gone-'))
  makeLedger()
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

function makeLedger() {
  mkdirSync(join(dataDir, 'postgres'))
  writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '18\n')
}

const watched = () => untilLedgerGone(readConfig({ DATA_DIR: dataDir }), 5)

describe('a ledger that goes while its service runs', () => {
  it('is said when its folder is removed, with what to do', async () => {
    const gone = watched()
    rmSync(join(dataDir, 'postgres'), { recursive: true })
    expect(await gone).toMatch(/was removed or moved while Estafette ran.*restore FILE/)
  })

  it('is said when another was put in its place', async () => {
    const gone = watched()
    renameSync(join(dataDir, 'postgres'), join(dataDir, 'aside'))
    makeLedger()
    expect(await gone).toContain(dataDir)
  })

  it('is none where nothing has happened', async () => {
    let looks = 0
    const counted = setInterval(() => {
      looks += 1
    }, 5)
    const first = await Promise.race([
      watched(),
      new Promise(resolve => {
        const wait = setInterval(() => {
          if (looks < 10) return
          clearInterval(wait)
          clearInterval(counted)
          resolve('still there')
        }, 5)
      }),
    ])
    expect(first).toBe('still there')
  })
})
