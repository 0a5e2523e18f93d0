import { describe, expect, it } from '@jest/globals'
import type { Reply } from '../../../src/model/delivery/outcome.js'
import { domainOf, paceAfter } from '../../../src/model/delivery/pace.js'
import { parseReply } from '../../../src/model/delivery/parse-reply.js'

const SLOWER = { wait: 60_000, apart: 2000 }

describe('the pace that a refusal asks for', () => {
  it.each([
    ['421 4.7.0 Too many connections from your host', SLOWER],
    ['421 Service not available, closing transmission channel', SLOWER],
    ['450 4.7.28 Unusual rate of mail', SLOWER],
    ['451 4.7.1 You are sending too fast, slow down', SLOWER],
    // Exchange's and Postfix's words, whatever the code.
    ['451 4.7.500 Server busy. Please try again later from [192.0.2.1].', SLOWER],
    ['450 4.7.1 Error: too much mail from 192.0.2.1', SLOWER],
    ['450 4.7.1 <host>: Client host rejected: throttled', SLOWER],
    ['432 4.3.2 STOREDRV.Deliver; recipient thread limit exceeded', SLOWER],
    ['450-4.2.1 The user you are trying to contact is receiving mail at a rate that', SLOWER],
    ['550 5.7.1 Sender rate limit exceeded', SLOWER],
    ['550 5.2.122 The recipient has exceeded their limit', SLOWER],
    ['451 4.7.650 The mail server has been temporarily rate limited due to IP reputation', SLOWER],
    ['550 5.7.1 Trop de messages', SLOWER],
    ['452 4.3.1 Insufficient system resources', null],
    ['550 Quota exceeded', null],
    ['450 4.2.0 Greylisted, try again in 300 seconds', null],
    ['451 4.7.1 Greylisting in action', null],
    ['452 4.2.2 Mailbox full', null],
    ['550 5.1.1 User unknown', null],
  ])('%s', (reply, pace) => {
    expect(paceAfter(parseReply(reply) as Reply)).toEqual(pace)
  })

  it('is about what follows the last @', () => {
    expect(domainOf('"a@b"@Commune.Example')).toBe('commune.example')
  })
})
