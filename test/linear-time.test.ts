import { beforeAll, describe, expect, it } from '@jest/globals'
import { slownessOf } from './linear-time/measure.js'
import { type Measured, measured } from './linear-time/measuring.js'

/** Promise 9 of the design, decision 40. The one test that reads a clock. */
describe('time that is linear in the size of the input', () => {
  let all: Measured

  beforeAll(async () => {
    all = await measured()
    const { functions, parameters, places, shapes } = all.found ?? {}
    process.stdout.write(
      `${functions} parsers and renderers found, fed by ${parameters} parameters, and ${places} places in whole mails, files and editions; ${shapes} shapes\n`,
    )
  }, 600_000)

  it('is told from quadratic time', () => {
    const blanks = { name: 'blanks', of: (length: number) => ' '.repeat(length) }
    const trim = (text: string) => `${text}x`.replace(/\s+$/, '')
    expect(slownessOf({ name: 'a split', take: text => text.split(' ').length }, blanks)).toBeNull()
    expect(slownessOf({ name: 'a trim', take: trim, isHeader: true }, blanks)).toMatch(
      /^a trim: blanks takes/,
    )
  })

  it('is measured of each function that takes a text', () => {
    expect(all.found?.unfed).toEqual([])
    expect(all.found?.functions).toBeGreaterThan(150)
  })

  it('is what each of them takes, on runs and pairs of each kind of character', () => {
    expect(all.slow).toEqual([])
    expect(all.isWhole).toBe(true)
  })
})
