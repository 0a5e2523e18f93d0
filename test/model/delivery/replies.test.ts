import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import type { Reply } from '../../../src/model/delivery/outcome.js'
import { paceAfter } from '../../../src/model/delivery/pace.js'
import { classOf, parseReply } from '../../../src/model/delivery/parse-reply.js'

/** A file per kind: replies of many servers in four languages, one a line, the lines of a reply parted by `\n`. */
const FOLDER = new URL('../../fixtures/replies/', import.meta.url)

/** What each file holds: the class, and whether its domain is left alone for a while. */
const WANTED: Record<string, [ReturnType<typeof classOf>, boolean | null]> = {
  permanent: ['permanent', null],
  transient: ['transient', null],
  slower: ['transient', true],
  'of-us': ['unwelcome', false],
  'log-in': ['sender', null],
}

const repliesOf = (kind: string) =>
  readFileSync(new URL(`${kind}.txt`, FOLDER), 'utf8')
    .split('\n')
    .filter(line => line !== '')

describe('what servers say in session', () => {
  it('has a file for each kind', () => {
    expect(readdirSync(FOLDER).sort()).toEqual(
      Object.keys(WANTED)
        .map(kind => `${kind}.txt`)
        .sort(),
    )
  })

  it.each(Object.entries(WANTED))('is %s', (kind, [wanted, slows]) => {
    const all = repliesOf(kind).map(words => {
      const reply = parseReply(words.replaceAll('\\n', '\r\n')) as Reply
      return { words, is: classOf(reply), slows: paceAfter(reply) !== null }
    })
    expect(all.length).toBeGreaterThan(3)
    expect(all.filter(one => one.is !== wanted)).toEqual([])
    if (slows !== null) expect(all.filter(one => one.slows !== slows)).toEqual([])
  })

  it('is of the mail where a server took the recipient, and then says no more than no', () => {
    const no = parseReply('554 5.0.0 Failure') as Reply
    expect([classOf(no, 'RCPT TO'), classOf(no, 'DATA')]).toEqual(['permanent', 'unwelcome'])
    const unknown = parseReply('550 5.1.1 User unknown') as Reply
    expect(classOf(unknown, 'DATA')).toBe('permanent')
  })
})
