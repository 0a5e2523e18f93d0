import { describe, expect, it } from '@jest/globals'
import { commonFolder } from '../../../src/model/updates/gone.js'

describe('the folder that files have in common', () => {
  it.each([
    [['updates/2026/a.md', 'updates/2026/b.md'], 'updates/2026'],
    [['updates/2026/a.md', 'updates/2027/b.md'], 'updates'],
    [['updates/2026/a.md', 'updates/a.md'], 'updates'],
    [['updates/a.md', 'updates/2026/a.md'], 'updates'],
    [['updates/20/a.md', 'updates/2026/a.md'], 'updates'],
    [['updates/2026/a.md'], 'updates/2026'],
    [['a.md', 'updates/a.md'], ''],
    [[], ''],
  ])('of %j is %j', (files, folder) => {
    expect(commonFolder(files)).toBe(folder)
  })

  it('is found in a path of very many folders without reading it again for each', () => {
    const path = 'a/'.repeat(500_000)
    expect(commonFolder([`${path}a.md`, `${path}b.md`])).toBe(path.slice(0, -1))
  })
})
