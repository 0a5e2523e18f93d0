import { describe, expect, it } from '@jest/globals'
import { parseCalendarFile } from '../../../src/parse/calendar/calendar-file.js'
import { formatProblem } from '../../../src/present/problem/texts.js'

const read = (text: string) => {
  const { problems, ...daysOff } = parseCalendarFile(Buffer.from(text), 'recipients/calendar.yaml', [
    'fr',
    'nl',
  ])
  return { ...daysOff, problems: problems.map(problem => formatProblem(problem, 'en')) }
}

describe('calendar.yaml', () => {
  it('gives further holidays and pauses', () => {
    const text = [
      'holidays:',
      '  - {date: 2027-05-08, reason: {fr: Fête de la Région, nl: Feest van het Gewest}}',
      'pauses:',
      '  - {from: 2027-07-19, until: 2027-08-08, reason: {fr: Pause, nl: Pauze}}',
    ].join('\n')
    expect(read(text)).toEqual({
      holidays: ['2027-05-08'],
      pauses: [{ from: '2027-07-19', until: '2027-08-08' }],
      problems: [],
    })
  })

  it.each(['# nothing yet\n', 'holidays:\npauses: []\n'])('may say nothing: %j', text => {
    expect(read(text)).toEqual({ holidays: [], pauses: [], problems: [] })
  })

  it('names every mistake where it stands, and keeps what is sound', () => {
    const text = [
      'holiday: []',
      'pauses:',
      '  - {from: 2027-08-08, until: 2027-07-19, reason: {fr: Pause, nl: Pauze}}',
      '  - {from: 2027-02-30, until: 2027-03-01, reason: {fr: Pause, nl: Pauze}}',
      '  - {from: 2027-12-20, until: 2027-12-31, reason: {fr: Fêtes}}',
      '  - {from: 2028-07-17, until: 2028-08-06, reason: {fr: Pause, nl: Pauze}}',
    ].join('\n')
    const { pauses, problems } = read(text)
    expect(pauses).toEqual([{ from: '2028-07-17', until: '2028-08-06' }])
    expect(problems).toHaveLength(4)
    expect(problems[0]).toMatch(/^recipients\/calendar\.yaml:1:1 .*holiday/)
    expect(problems[1]).toMatch(/^recipients\/calendar\.yaml:3:\d+ .*2027-07-19/)
    expect(problems[2]).toMatch(/^recipients\/calendar\.yaml:4:\d+ .*2027-02-30/)
    expect(problems[3]).toMatch(/^recipients\/calendar\.yaml:5:\d+ .*reason/)
  })

  it.each(['pauses: soon', 'pauses: [soon]', '- a', 'holidays: {date: 2027-05-08}', 'pauses: [{}]'])(
    'never throws: %s',
    text => {
      expect(read(text).problems).not.toEqual([])
    },
  )
})
