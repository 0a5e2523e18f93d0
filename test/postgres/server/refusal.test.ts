import { describe, expect, it } from '@jest/globals'
import { refusalOf } from '../../../src/postgres/server/refusal.js'

const said = (code: string, message: string) => refusalOf({ code, message, severity: 'FATAL' })

describe('a server that has no connection left', () => {
  it.each([
    ['53300', 'sorry, too many clients already', 'raise max_connections'],
    [
      '53300',
      'remaining connection slots are reserved for roles with the SUPERUSER attribute',
      'raise max_connections',
    ],
    ['53300', 'too many connections for role "estafette"', 'alter role NAME connection limit'],
    ['53300', 'too many connections for database "estafette"', 'alter database NAME connection limit'],
    ['08P01', 'no more connections allowed (max_client_conn)', 'raise max_client_conn'],
    ['08P01', 'query_wait_timeout', 'Raise default_pool_size'],
  ])('%s, "%s": says whose limit that is, and how to see who holds them', (code, message, advice) => {
    const sentence = said(code, message)
    expect(sentence).toContain(advice)
    expect(sentence).not.toMatch(/start (?:the )?(?:database|postgresql)|it went away/i)
  })

  it('that a pooler looks for in vain, or whose options it refuses, says so', () => {
    expect(said('08P01', 'client_login_timeout (server down)')).toContain('PostgreSQL behind it does not')
    expect(said('08P01', 'unsupported startup parameter: options')).toContain(
      'leave them out of DATABASE_URL',
    )
  })
})
