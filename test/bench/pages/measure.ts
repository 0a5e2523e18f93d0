import { Agent, request } from 'node:http'
import { isCount, logStatements, rowsReadBy } from '../../support/statements.js'
import type { PagesLedger } from './ledger.js'
import type { StaffPage } from './staff-pages.js'

/** What one answer costs: bytes, statements and rows of tables; `counted` are the rows that statements with a count read. */
export type Cost = { status: number; bytes: number; statements: string[]; rows: number; counted: number }
export type Timed = { median: number; most: number }

/** Connections that stay open, as a browser's do. */
export function openVisitor(url: string, cookie: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  let client = 0
  return {
    /** Each request comes from another address, so that no limit stands in its way. An endless answer is left at its beginning. */
    get: (path: string): Promise<{ status: number; bytes: number; text: string; isEndless: boolean }> =>
      new Promise((resolve, reject) => {
        const from = {
          'x-forwarded-for': `192.${++client >> 16}.${(client >> 8) % 256}.${client % 256}`,
          cookie,
        }
        const asked = request(new URL(path, url), { agent, headers: from }, answer => {
          const parts: Buffer[] = []
          const isEndless = /event-stream/.test(answer.headers['content-type'] ?? '')
          const end = () => {
            const all = Buffer.concat(parts)
            resolve({ status: answer.statusCode ?? 0, bytes: all.length, text: all.toString(), isEndless })
            if (isEndless) asked.destroy()
          }
          answer.on('data', part => parts.push(part) && isEndless && end())
          answer.on('end', end).on('error', reject)
        })
        asked.on('error', reject).end()
      }),
    close: () => agent.destroy(),
  }
}
export type Visitor = ReturnType<typeof openVisitor>

/** Opens a page twice, and tells what the second time costs; the first fills what the service remembers. */
export async function costOf(visitor: Visitor, { path }: StaffPage, { client }: PagesLedger): Promise<Cost> {
  await visitor.get(path)
  const log = logStatements()
  try {
    const { status, bytes } = await visitor.get(path)
    const logged = log.taken()
    let [rows, counted] = [0, 0]
    for (const statement of logged) {
      const read = await rowsReadBy(client, statement)
      if (isCount(statement)) counted += read
      else rows += read
    }
    return { status, bytes, statements: logged.map(({ text }) => text), rows, counted }
  } finally {
    log.stop()
  }
}

/** In milliseconds, over `rounds`, the pages in turn. */
export async function timesOf(visitor: Visitor, paths: string[], rounds: number): Promise<Timed[]> {
  const took: number[][] = paths.map(() => [])
  for (let round = 0; round < rounds; round++)
    for (const [index, path] of paths.entries()) {
      const began = performance.now()
      await visitor.get(path)
      took[index]?.push(performance.now() - began)
    }
  return took.map(times => {
    const sorted = times.toSorted((one, other) => one - other)
    const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
    return { median: at(0.5), most: at(0.95) }
  })
}
