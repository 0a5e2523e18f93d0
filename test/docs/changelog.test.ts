import { describe, expect, it } from '@jest/globals'
import { textOf } from './pages-of-docs.js'

const releases = textOf('CHANGELOG.md').split(/^## /m).slice(1)
const headingOf = (release: string) => release.split('\n', 1)[0] ?? ''

describe('the changelog', () => {
  it('has what is not released yet on top, then each release with its day, newest first', () => {
    const [first, ...released] = releases.map(headingOf)
    expect(first).toBe('Unreleased')
    expect(released.filter(heading => !/^\d+\.\d+\.\d+ - \d{4}-\d\d-\d\d$/.test(heading))).toEqual([])
    const days = released.map(heading => heading.slice(-10))
    expect(days).toEqual([...days].sort().reverse())
  })

  it('tells the version of package.json', () => {
    const { version } = JSON.parse(textOf('package.json'))
    expect(releases.map(headingOf).some(heading => heading.startsWith(`${version} - `))).toBe(true)
  })

  it('sorts what is told by what was done', () => {
    const kinds = releases.flatMap(release => [...release.matchAll(/^### (.+)$/gm)].map(([, kind]) => kind))
    expect(kinds.length).toBeGreaterThan(2)
    const known = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security']
    expect(kinds.filter(kind => !known.includes(kind ?? ''))).toEqual([])
  })
})
