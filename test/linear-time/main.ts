import { writeSync } from 'node:fs'
import { sampleEdition } from '../support/sample-edition.js'
import { feedsFromSignatures } from './feeds.js'
import { framedFeeds } from './frames.js'
import { slowShapes } from './measure.js'
import { PAIRS, RUNS } from './shapes.js'

/** One line of JSON a message, written at once: the process may be ended in the next call. */
const say = (message: object) => writeSync(1, `${JSON.stringify(message)}\n`)

const BEAT_MS = 5000

const edition = await sampleEdition()
const { feeds, functions, unfed } = await feedsFromSignatures(edition.strings.fr)
const framed = framedFeeds(edition)
const shapes = RUNS.length + PAIRS.length
say({ found: { functions, parameters: feeds.length, places: framed.length, unfed, shapes } })
let heard = performance.now()
const [share, shares] = process.argv.slice(2).map(Number) as [number, number]
for (const [index, { name, take, isHeader }] of [...framed, ...feeds].entries()) {
  if (index % shares !== share) continue
  say({ at: name })
  const beating = (text: string) => {
    if (performance.now() - heard > BEAT_MS) {
      say({})
      heard = performance.now()
    }
    return take(text)
  }
  say({ slow: slowShapes({ name, isHeader, take: beating }, RUNS, PAIRS, index) })
}
say({ done: true })
