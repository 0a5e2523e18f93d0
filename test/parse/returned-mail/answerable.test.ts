import { describe, expect, it } from '@jest/globals'
import { parseFields } from '../../../src/parse/returned-mail/header.js'
import { neverAnswered } from '../../../src/parse/returned-mail/report.js'

const never = (lines: string) => neverAnswered(parseFields(`From: A <a@commune.example>\n${lines}`))

describe('A mail that came in', () => {
  it.each([
    ['that a machine sent', 'Auto-Submitted: auto-replied'],
    ['that a machine made', 'Auto-Submitted: auto-generated; owner-email="x@y.example"'],
    ['that a machine notified', 'auto-submitted: Auto-Notified'],
    ['of a word that begins like no', 'Auto-Submitted: notified'],
    ['in bulk', 'Precedence: bulk'],
    ['from a list, by precedence', 'Precedence: list'],
    ['that is junk', 'Precedence: junk'],
    ['from a list', 'List-Id: <cabinet.commune.example>'],
    ['from a list that one can leave', 'List-Unsubscribe: <mailto:u@commune.example>'],
    ['without return path', 'Return-Path: <>'],
  ])('%s is never answered', (_, lines) => {
    expect(never(lines)).toEqual(['a@commune.example'])
  })

  it.each([
    ['of a person', 'Return-Path: <a@commune.example>'],
    ['that says that it is no machine’s', 'Auto-Submitted: no'],
    ['that says so with a comment', 'Auto-Submitted: no (a person)'],
    ['of first class', 'Precedence: first-class'],
  ])('%s may be', (_, lines) => {
    expect(never(lines)).toEqual([])
  })

  it('is answered at none of its authors’ addresses', () => {
    const lines = 'Sender: b@commune.example\nReply-To: c@commune.example\nAuto-Submitted: auto-replied'
    expect(never(lines)).toEqual(['a@commune.example', 'b@commune.example', 'c@commune.example'])
  })
})
