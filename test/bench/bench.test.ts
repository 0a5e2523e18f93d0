import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import nodemailer from 'nodemailer'
import { audienceCsv } from './audience.js'
import { aims, cells, type Line } from './report.js'
import { type Sink, startSink } from './sink.js'

describe('the bench’s own sink', () => {
  let sink: Sink
  beforeAll(async () => {
    sink = await startSink('own')
  })
  afterAll(() => sink.close())

  it('counts each mail once, also one with lines that look like its end', async () => {
    const transport = nodemailer.createTransport({ pool: true, host: '127.0.0.1', port: sink.port })
    const texts = ['short', '.\r\n..\r\n.', 'long\r\n'.repeat(50_000)]
    for (const text of texts) await transport.sendMail({ from: 'a@b.example', to: 'c@d.example', text })
    transport.close()
    while (sink.taken() < texts.length) await new Promise(resolve => setImmediate(resolve))
    expect(sink.taken()).toBe(texts.length)
  })
})

describe('the bench’s table', () => {
  const run = (seconds: number) => ({ seconds, cost: { cpu: 500, peak: 100 }, wrong: [] })
  const lines: Line[] = [
    { name: 'nodemailer composing each mail', mails: 1000, runs: [run(2), run(90), run(1)] },
    { name: 'Estafette on Redis, 1 worker', mails: 1000, runs: [run(1)] },
    { name: 'Estafette on Redis, 1 worker', mails: 100_000, runs: [run(200)] },
  ]

  it('takes the middle of the rounds, and compares with composing at the same size or the nearest measured', () => {
    expect(cells(lines).map(row => row.slice(0, 5))).toEqual([
      ['1,000', 'nodemailer composing each mail', '500', '1.00', '0.50'],
      ['1,000', 'Estafette on Redis, 1 worker', '1000', '2.00', '0.50'],
      ['100,000', 'Estafette on Redis, 1 worker', '500', '1.00', '0.01'],
    ])
  })

  it('says which aims are met', () => {
    expect(aims(lines).map(({ measured, isMet }) => [measured, isMet])).toEqual([
      ['2.00', true],
      ['1.00', false],
      ['200.0', false],
      ['0', true],
    ])
  })
})

it('the bench’s audience is the same for the same number, and has one mayor for each commune', () => {
  const csv = audienceCsv('recipients/communes.yaml', 190)
  expect(audienceCsv('recipients/communes.yaml', 190)).toBe(csv)
  expect(csv.match(/;mayor;/g)).toHaveLength(19)
  expect(csv.trim().split('\n')).toHaveLength(191)
})
