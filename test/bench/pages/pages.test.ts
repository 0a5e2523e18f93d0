import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type Pages, startPages } from '../../../src/web/pages.js'
import { AIMS } from './aims.js'
import { openPagesLedger, type PagesLedger } from './ledger.js'
import { type Cost, costOf, openVisitor, type Visitor } from './measure.js'
import { staffPages } from './staff-pages.js'

/** Asks more often, for somebody with every role: a delivery's timeline has a table for each kind of event. To be mended, not to be added to. */
const STILL: Record<string, number> = { '/deliveries/:id': 15 }

let ledger: PagesLedger
let pages: Pages
let visitor: Visitor
const costs: { name: string; cost: Cost }[] = []
beforeAll(async () => {
  ledger = await openPagesLedger({ editions: 3, each: 40, large: 200 }, () => {})
  pages = await startPages(ledger.app, { ...ledger.config, behindProxy: true })
  visitor = openVisitor(pages.url, ledger.cookie)
  for (const page of await staffPages(pages.routes, ledger))
    costs.push({ name: page.name, cost: await costOf(visitor, page, ledger) })
}, 180_000)
afterAll(async () => {
  visitor?.close()
  await pages?.close()
  await ledger?.close()
})

describe('every page of the desk', () => {
  it('is one of many, and answers', () => {
    expect(costs.length).toBeGreaterThan(20)
    expect(costs.filter(({ cost }) => cost.status >= 500)).toEqual([])
  })

  it(`asks the ledger ${AIMS.statements} times at most`, () => {
    const many = costs.map(({ name, cost }) => ({ name, statements: cost.statements.length }))
    expect(many.filter(({ name, statements }) => statements > (STILL[name] ?? AIMS.statements))).toEqual([])
  })

  it(`has less than ${AIMS.bytes / 1000} kB`, () => {
    const large = costs.map(({ name, cost }) => ({ name, bytes: cost.bytes }))
    expect(large.filter(({ bytes }) => bytes >= AIMS.bytes)).toEqual([])
  })
})
