import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'

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

describe('README.md', () => {
  it('names no variable that does not exist', () => {
    const rows = text('../README.md').matchAll(/^\| ((?:`[A-Z_]+`(?:, | or )?)+) \|/gm)
    const named = [...rows].flatMap(([, cell]) => [...(cell as string).matchAll(/`([A-Z_]+)`/g)])
    expect(named.length).toBeGreaterThan(10)
    for (const [, name] of named) expect([...variables.keys()]).toContain(name)
  })
})
