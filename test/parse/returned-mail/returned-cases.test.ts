import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { loadOurWords } from '../../../src/mjml/our-words.js'
import { BRUSSELS } from '../../../src/model/agency/agency.js'
import { evidenceOf, refusesUs } from '../../../src/model/follow-ups/verdict.js'
import type { Report } from '../../../src/model/returned-mail/report.js'
import { classifyReport } from '../../../src/parse/returned-mail/report.js'

/** A folder per kind: mails that came back, and in expected.json what is right about each, by its name without `.eml`. */
const FOLDER = new URL('../../fixtures/returned/', import.meta.url)

type Wanted = Record<string, unknown>

/** What each key of an expected.json looks at. A key that nobody looks at is a mistake, and fails. */
const LOOKS: Record<string, (report: Report) => unknown> = {
  kind: report => report.kind,
  kind_not: report => report.kind,
  until: report => report.until ?? null,
  deputy: report => report.deputy ?? null,
  newAddress: report => report.newAddress ?? null,
  gone: report => report.gone ?? false,
  successor: report => report.successor ?? null,
  held: report => report.held ?? null,
  topic: report => report.topic ?? null,
  text: report => report.replyText ?? null,
  text_has: report => report.replyText ?? '',
  text_lacks: report => report.replyText ?? '',
  address: report => report.recipients[0]?.address,
  status: report => report.recipients[0]?.status,
  outcome: report => report.recipients[0]?.outcome,
  cause: report => report.recipients[0]?.cause,
  recipients: report => report.recipients,
  references: report => report.references,
  arrived: report => evidenceOf(report, report.recipients[0]?.address ?? '') === 'arrived',
  evidence: report => evidenceOf(report, report.recipients[0]?.address ?? ''),
  pause: report => report.recipients.some(refusesUs),
}

const ours = await loadOurWords('templates', BRUSSELS)

describe('A mail that came back', () => {
  for (const kind of readdirSync(FOLDER)) {
    const folder = new URL(`${kind}/`, FOLDER)
    const expected: Record<string, Wanted> = JSON.parse(
      readFileSync(new URL('expected.json', folder), 'utf8'),
    )

    it(`of ${kind} has a file for each line of its expected.json`, () => {
      const mails = readdirSync(folder).filter(name => name !== 'expected.json')
      expect(
        Object.keys(expected)
          .map(name => `${name}.eml`)
          .sort(),
      ).toEqual(mails.sort())
      expect(mails.length).toBeGreaterThan(0)
    })

    it.each(Object.entries(expected))(`of ${kind} is read as it is: %s`, (name, wanted) => {
      const report = classifyReport(readFileSync(new URL(`${name}.eml`, folder)), ours)
      expect(Object.keys(wanted).length).toBeGreaterThan(0)
      for (const [key, value] of Object.entries(wanted)) compare(key, report, value)
    })
  }
})

function compare(key: string, report: Report, value: unknown): void {
  const look = LOOKS[key]
  if (!look) throw new Error(`expected.json has a key that nothing looks at: ${key}`)
  const found = look(report)
  if (key === 'kind_not') expect(found).not.toBe(value)
  else if (key === 'text_has') for (const piece of value as string[]) expect(found).toContain(piece)
  else if (key === 'text_lacks') for (const piece of value as string[]) expect(found).not.toContain(piece)
  else if (key === 'recipients') compareRecipients(report, value as (string | object)[])
  else expect({ [key]: found }).toEqual({ [key]: value })
}

/** Each in its place: `address status` in a string, or what an object names; others may follow. */
function compareRecipients(report: Report, wanted: (string | object)[]): void {
  for (const [index, one] of wanted.entries()) {
    const { address, status } = report.recipients[index] ?? {}
    if (typeof one === 'string') expect(`${address} ${status}`).toBe(one)
    else expect(report.recipients[index]).toMatchObject(one)
  }
}
