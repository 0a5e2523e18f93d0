import { tmpdir } from 'node:os'
import { inspect } from 'node:util'
import { describe, expect, it } from '@jest/globals'
import { ConfigError, readConfig } from '../../src/config.js'

const read = (environment: Record<string, string>) => readConfig(environment, tmpdir())

describe('where mail comes back', () => {
  it.each([
    ['imaps://u:p%40ss@imap.example', { port: 993, secure: true, requireTls: true, mailbox: 'INBOX' }],
    [
      'imap://u:p%40ss@imap.example/Bounces',
      { port: 143, secure: false, requireTls: true, mailbox: 'Bounces' },
    ],
    ['imap://u:p%40ss@127.0.0.1:10143', { port: 10143, secure: false, requireTls: false }],
    ['imap://u:p%40ss@[::1]', { host: '::1', requireTls: false }],
  ])('is %s', (url, expected) => {
    const { imap, reportsDir } = read({ IMAP_URL: url })
    expect(imap).toMatchObject({ ...expected, auth: { user: 'u' } })
    expect(imap?.auth.pass.reveal()).toBe('p@ss')
    expect(inspect(imap, { depth: 9 }) + JSON.stringify(imap)).not.toContain('p@ss')
    expect(reportsDir).toBeNull()
  })

  it('is a folder of the data, or another, without IMAP', () => {
    expect(read({ DATA_DIR: '/d' }).reportsDir).toBe('/d/reports')
    expect(read({ REPORTS_DIR: '/r' })).toMatchObject({ reportsDir: '/r', imap: null })
  })

  it('needs a user', () => {
    expect(() => read({ IMAP_URL: 'imaps://imap.example' })).toThrow(ConfigError)
  })
})
