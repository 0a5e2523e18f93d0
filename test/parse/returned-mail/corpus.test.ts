import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import type { Report } from '../../../src/model/returned-mail/report.js'
import { classifyReport } from '../../../src/parse/returned-mail/report.js'

/** Bounces that others collected, beside the checkout on some machines; the file names carry their classes. */
const FOLDER = resolve(process.cwd(), '../shared/corpora/bounces')
const isHere = existsSync(FOLDER)
if (!isHere) console.log(`skipped: ${FOLDER} is not on this machine`)

type Sample = { name: string; expected: string; hasStatusPart: boolean; report: Report }

function samples(pattern: RegExp): Sample[] {
  return readdirSync(FOLDER)
    .filter(name => pattern.test(name))
    .map(name => {
      const raw = readFileSync(resolve(FOLDER, name))
      const [, one, two, three] = /^bounce_(\d)(\d)(\d+)_/.exec(name) ?? []
      const hasStatusPart = /^content-type:\s*message\/delivery-status/im.test(raw.toString('latin1'))
      return { name, expected: `${one}.${two}.${three}`, hasStatusPart, report: classifyReport(raw) }
    })
}

const share = (all: Sample[], isRight: (sample: Sample) => boolean) => all.filter(isRight).length / all.length
const statusOf = (sample: Sample) => sample.report.recipients[0]?.status ?? ''
const isBounced = (sample: Sample) => sample.report.recipients[0]?.outcome === 'bounced'

;(isHere ? describe : describe.skip)('The collected bounces', () => {
  const bounces = isHere ? samples(/^bounce_/) : []

  it('are bounces', () => {
    expect(bounces.filter(sample => sample.report.kind !== 'dsn').map(({ name }) => name)).toEqual([])
  })

  it('have the right status for nine in ten where a delivery-status part exists', () => {
    const withPart = bounces.filter(sample => sample.hasStatusPart)
    expect(share(withPart, sample => statusOf(sample) === sample.expected)).toBeGreaterThanOrEqual(0.9)
  })

  it('have the right class of status for 95 in a hundred', () => {
    expect(share(bounces, sample => statusOf(sample)[0] === sample.expected[0])).toBeGreaterThanOrEqual(0.95)
  })

  it('are permanent with a precision of 97 and a recall of 80 in a hundred', () => {
    const isPermanent = (sample: Sample) => sample.expected.startsWith('5')
    expect(share(bounces.filter(isBounced), isPermanent)).toBeGreaterThanOrEqual(0.97)
    expect(share(bounces.filter(isPermanent), isBounced)).toBeGreaterThanOrEqual(0.8)
  })

  it('are told from complaints', () => {
    // fbl_hotmail_002 is a Postfix DSN under the wrong name.
    const complaints = samples(/^fbl_/).filter(({ name }) => name !== 'fbl_hotmail_002.eml')
    expect(complaints.filter(sample => sample.report.kind !== 'complaint').map(({ name }) => name)).toEqual(
      [],
    )
  })
})
