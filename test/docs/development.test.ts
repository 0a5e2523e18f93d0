import { describe, expect, it } from '@jest/globals'
import { markdownFiles, textOf } from './pages-of-docs.js'

const { engines, scripts } = JSON.parse(textOf('package.json'))

describe('what is told to who develops', () => {
  it('names only scripts that package.json has', () => {
    const named = markdownFiles().flatMap(page =>
      [...textOf(page).matchAll(/npm run (?:-s )?([a-z]+(?::[a-z]+)*)/g)].map(([, name]) => name as string),
    )
    expect(new Set(named).size).toBeGreaterThan(8)
    expect([...new Set(named)].filter(name => scripts[name] === undefined)).toEqual([])
  })

  it('asks for the Node of the container image, which is new enough', () => {
    const version = textOf('.nvmrc').trim()
    const images = [...textOf('Dockerfile').matchAll(/^FROM node:(\d+)/gm)].map(([, major]) => major)
    expect([...new Set(images)]).toEqual([version])
    expect(engines.node).toBe('>=20.19')
    expect(Number(version)).toBeGreaterThan(20)
  })
})
