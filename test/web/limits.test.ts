import { describe, expect, it } from '@jest/globals'
import { limitOf } from '../../src/web/limits.js'

describe('the limit of a route', () => {
  it('lets nobody’s clicks use up what whoever watches may ask, and the other way round', () => {
    const health = limitOf('GET', '/health')
    for (const route of ['/', '/editions/:edition', '/log-in', '/read/:token', ''])
      expect(limitOf('GET', route).bucket).not.toBe(health.bucket)
    // Several programs that ask each second are none that attacks.
    expect(health.most).toBeGreaterThanOrEqual(120)
  })

  it('lets all who govern 19 communes read at once from behind one address', () => {
    expect(limitOf('GET', '/read/:token').most).toBeGreaterThanOrEqual(3 * 59)
  })
})
