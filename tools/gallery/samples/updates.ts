import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROJECT_ROOT } from '../../../src/config.js'
import { BRUSSELS } from '../../../src/model/agency/agency.js'
import { type CarriedUpdate, type CurrentUpdate, composeItems } from '../../../src/model/editions/compose.js'
import type { EditionItem } from '../../../src/model/editions/edition.js'
import { contentHash } from '../../../src/model/updates/hash.js'
import type { Update } from '../../../src/model/updates/update.js'
import { parseUpdateFile } from '../../../src/parse/update/update-file.js'
import { formatProblem } from '../../../src/present/problem/texts.js'

/** The Thursday of the samples' sending. */
export const SAMPLE_DATE = '2020-05-07'
const MEASURES = join(PROJECT_ROOT, 'tools', 'gallery', 'samples', 'measures')

/** The examples' week compared with the previous one: new, changed, withdrawn and standing updates. */
export function weekItems(): EditionItem[] {
  const carried = new Map<string, CarriedUpdate>(
    updatesIn(join(PROJECT_ROOT, 'examples', '2020-W18')).map(now => [now.update.id, now]),
  )
  return composeItems(updatesIn(join(PROJECT_ROOT, 'examples', '2020-W19')), carried, SAMPLE_DATE)
}

/** A week that ends two measures and an event early, each carried the week before. */
export function endedItems(): EditionItem[] {
  const folder = join(PROJECT_ROOT, 'tools', 'gallery', 'samples', 'ended')
  const before = updatesIn(join(folder, 'before'))
  const now = updatesIn(join(folder, 'after')).map(one => {
    const same = before.some(({ hash }) => hash === one.hash)
    return { ...one, revision: same || !before.some(({ update }) => update.id === one.update.id) ? 1 : 2 }
  })
  return composeItems(now, new Map(before.map(one => [one.update.id, one])), SAMPLE_DATE)
}

/** `count` measures, all told in full: those of the week, then new ones, then repeated under other ids. */
export function manyItems(count: number): EditionItem[] {
  const told = weekItems().map(item => (item.section === 'standing' ? asNew(item.update) : item))
  const stock = [...told, ...updatesIn(MEASURES).map(({ update }) => asNew(update))]
  return Array.from({ length: count }, (_, index) => {
    const item = stock[index % stock.length] as EditionItem
    const round = Math.floor(index / stock.length)
    return round === 0 ? item : { ...item, update: { ...item.update, id: `${item.update.id}-${round}` } }
  })
}

/** An update as a new item. */
export const asNew = (update: Update): EditionItem => ({
  update,
  revision: 1,
  section: 'new',
  changes: [],
})

function updatesIn(folder: string): CurrentUpdate[] {
  return readdirSync(folder)
    .filter(name => name.endsWith('.md'))
    .sort()
    .map(name => readSample(join(folder, name), name))
}

/** Names of topics and competences belong to the templates and are checked there. Throws for an invalid sample. */
function readSample(path: string, file: string): CurrentUpdate {
  const parsed = parseUpdateFile(readFileSync(path), {
    file,
    agency: BRUSSELS,
    topics: [],
    competences: [],
    communes: [],
  })
  if ('problems' in parsed) throw new Error(parsed.problems.map(one => formatProblem(one, 'en')).join('\n'))
  return { update: parsed.update, revision: 1, hash: contentHash(parsed.update) }
}
