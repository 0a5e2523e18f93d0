import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { codeIn, rowsOf } from './docs/pages-of-docs.js'

const text = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

/** The variables of config.ts, with what they are when unset; null: no value of their own. */
const variables = (() => {
  const schema = /const Environment = z\.object\(\{([\s\S]*?)\n\}\)/.exec(text('../src/config.ts'))?.[1] ?? ''
  const found = [...schema.matchAll(/^ {2}([A-Z][A-Z_]+): (.*),$/gm)]
  return new Map(found.map(([, name, rule]) => [name as string, defaultOf(rule as string)]))
})()

function defaultOf(rule: string): string | null {
  const value = /\.(?:default|prefault)\((?:'([^']*)'|(\d+))\)/.exec(rule)
  return value ? (value[1] ?? value[2] ?? null) : null
}

const example = new Map(
  [...text('../.env.example').matchAll(/^#([A-Z][A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
)

describe('.env.example', () => {
  it('has exactly the variables that the configuration reads', () => {
    expect(variables.size).toBeGreaterThan(30)
    expect([...example.keys()].sort()).toEqual([...variables.keys()].sort())
  })

  it('shows each default as it is', () => {
    const defaults = [...variables].filter(([, value]) => value !== null)
    expect(defaults.length).toBeGreaterThan(15)
    for (const [name, value] of defaults) expect([name, example.get(name)]).toEqual([name, value])
  })

  it('sets nothing: each line is a comment', () => {
    expect(text('../.env.example').match(/^[^#\n].*$/gm)).toBeNull()
  })
})

describe('docs/operating/configuration.md', () => {
  const rows = rowsOf(text('../docs/operating/configuration.md'))
  const named = new Map(
    rows.flatMap(([names = '', unset = '']) => codeIn(names).map(name => [name, unset] as const)),
  )

  it('has exactly the variables that the configuration reads', () => {
    expect([...named.keys()].sort()).toEqual([...variables.keys()].sort())
  })

  it('shows each default as it is', () => {
    const defaults = [...variables].filter(([, value]) => value !== null)
    for (const [name, value] of defaults)
      expect([name, named.get(name)?.replaceAll('`', '')]).toEqual([name, value])
  })
})
