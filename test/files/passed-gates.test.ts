import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { appendPassed, prunePassed, readPassed } from '../../src/files/passed-gates.js'

let dir: string
let file: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'estafette-passed-'))
  file = join(dir, '2026-11-26-a.txt')
})
afterEach(() => rmSync(dir, { recursive: true }))

const one = { delivery: '2026-W48.ixelles-mayor', attempt: 1, claim: 123_456_789 }
const other = { delivery: '2026-W48.jette-mayor', attempt: 2, claim: 987_654_321 }
const read = () => readPassed(dir, '-a.txt')

describe('the file of the gates that were passed', () => {
  it('holds what was written, in order', async () => {
    await appendPassed(file, [one])
    await appendPassed(file, [other])
    expect(await read()).toEqual([one, other])
  })

  it('takes no part of a line for a line, wherever a full disk has cut it, and loses none of the next ones', async () => {
    await appendPassed(file, [one])
    const whole = readFileSync(file)
    for (let cut = 1; cut < whole.length; cut++) {
      rmSync(file)
      await appendPassed(file, [one])
      truncateSync(file, whole.length - cut)
      await appendPassed(file, [other])
      // Without its last line break it is whole all the same.
      expect(await read()).toEqual(cut === 1 ? [one, other] : [other])
    }
  })

  it('passes over what a loss of power leaves, and numbers that no column takes', async () => {
    appendFileSync(file, '\0'.repeat(512))
    await appendPassed(file, [one])
    appendFileSync(file, `${'\0'.repeat(8)}${other.delivery}\t1\t5\t.\n`)
    appendFileSync(file, `${other.delivery}\t1\t99999999999\t.\n${other.delivery}\tNaN\t1\t.\n`)
    await appendPassed(file, [other])
    expect(await read()).toEqual([one, other])
  })

  it('is kept for so many days before the newest one, whatever a clock says', async () => {
    await appendPassed(join(dir, '2026-10-25-a.txt'), [one])
    await appendPassed(join(dir, '2026-10-26-a.txt'), [other])
    await prunePassed(dir, 31)
    expect(await read()).toEqual([one, other])
    await appendPassed(join(dir, '2026-11-26-a.txt'), [other])
    await prunePassed(dir, 31)
    expect(await read()).toEqual([other, other])
    await prunePassed(join(dir, 'nowhere'), 31)
  })

  it('holds last what was written last, also after the clock was set back', async () => {
    await appendPassed(file, [one])
    await appendPassed(join(dir, '2026-11-22-a.txt'), [{ ...one, attempt: 0 }])
    expect(await read()).toEqual([one, { ...one, attempt: 0 }])
  })
})
