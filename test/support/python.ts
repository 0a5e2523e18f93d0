import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

// Debian's own: that is where its packages are.
const PYTHON = '/usr/bin/python3'
const FOLDER = fileURLToPath(new URL('./python/', import.meta.url))

/** Are these Python modules there? Under CI=true they must be. */
export function hasPython(...modules: string[]): boolean {
  const { status } = spawnSync(PYTHON, ['-c', modules.map(name => `import ${name}`).join('\n')])
  if (status === 0) return true
  if (process.env.CI === 'true') throw new Error(`python3 with ${modules} is missing, and CI=true wants it`)
  process.stderr.write(`No python3 with ${modules} here: the tests that ask it are left out.\n`)
  return false
}

export type PythonMail = {
  headers: Record<string, string>
  parts: {
    type: string
    parameters: Record<string, string>
    disposition: string | null
    filename: string | null
    content: string | null
    defects: string[]
  }[]
  longestLine: number
  isSevenBit: boolean
  hasBareLineEnds: boolean
  /** Whether each DKIM signature verifies. */
  signatures: boolean[]
}

/** A mail as Python reads it; `dns`: TXT records by name, for its signatures. */
export const readMail = (mail: Buffer, dns: Record<string, string> = {}): PythonMail =>
  asked('mail.py', { 'mail.eml': mail, 'dns.json': Buffer.from(JSON.stringify(dns)) })

export type PythonCalendar = {
  version: string
  method: string
  product: string
  errors: string[][]
  entries: {
    uid: string
    sequence: number
    status: string
    summary: string
    description: string
    place: string | null
    url: string | null
    organizer: string | null
    stamp: string
    start: string
    end: string | null
    free: boolean
  }[]
}

/** A calendar file as Python's icalendar reads it. */
export const readCalendar = (file: string): PythonCalendar =>
  asked('calendar_file.py', { 'calendar.ics': Buffer.from(file) })

function asked<T>(script: string, files: Record<string, Buffer>): T {
  const folder = mkdtempSync(join(tmpdir(), 'estafette-python-'))
  try {
    const paths = Object.entries(files).map(([name, bytes]) => {
      writeFileSync(join(folder, name), bytes)
      return join(folder, name)
    })
    const answer = execFileSync(PYTHON, [join(FOLDER, script), ...paths], { maxBuffer: 1 << 26 })
    return JSON.parse(answer.toString()) as T
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export type PythonFeed = {
  version: string
  isWellFormed: boolean
  language: string
  title: string
  updated: string
  links: [rel: string, type: string, href: string][]
  entries: {
    id: string
    title: string
    published: string
    summary: string
    content: string
    links: [rel: string, type: string, href: string][]
  }[]
}

/** A feed as Python's feedparser reads it. */
export const readFeed = (feed: string): PythonFeed => asked('feed.py', { 'feed.atom': Buffer.from(feed) })
