import { type SpawnSyncOptions, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../src/config.js'

const BUILDING = 'Building Estafette, once …\n'

/** A program of three files: the command line, one beside it, and one that is loaded late. */
const SOURCES = {
  'src/cli.ts': `import { said } from './words.js'
export async function main(args: string[]): Promise<number> {
  if (args[0] === 'late') return (await import('../worker/main.js')).late()
  process.stdout.write(await said(args[0] === 'throw'))
  return 0
}
export const explain = () => 1
`,
  'src/words.ts': `import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
const root: string = fileURLToPath(new URL('..', import.meta.url))
export async function said(isToThrow: boolean): Promise<string> {
  try {
    if (isToThrow) throw new Error('thrown')
  } catch (error) {
    return String((error as Error).stack)
  }
  // A compiler that was told to end may take a moment.
  for (let patience = 500; children() && patience > 0; patience--) await new Promise(resolve => setTimeout(resolve, 10))
  return \`one \${root} \${children()}\`
}
const children = () =>
  readdirSync('/proc/self/task').map(task => readFileSync(\`/proc/self/task/\${task}/children\`, 'utf8')).join('')
`,
  'worker/main.ts': `export function late(): number {
  process.stdout.write(String(new Error('late').stack))
  return 0
}
`,
}

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'estafette-launch-'))
  chmodSync(dir, 0o755)
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** A checkout with the compiler, which nobody has started yet. */
function clone(): string {
  const root = mkdtempSync(join(dir, 'é t-'))
  chmodSync(root, 0o755)
  for (const file of readdirSync(join(PROJECT_ROOT, 'src')).filter(name => name.endsWith('.js')))
    cpSync(join(PROJECT_ROOT, 'src', file), join(root, 'src', file))
  cpSync(join(PROJECT_ROOT, 'package.json'), join(root, 'package.json'))
  for (const name of ['esbuild', '@esbuild'])
    cpSync(join(PROJECT_ROOT, 'node_modules', name), join(root, 'node_modules', name), { recursive: true })
  write(root, { ...SOURCES, 'node_modules/.package-lock.json': '{"packages": {"node_modules/esbuild": {}}}' })
  return root
}

function write(root: string, files: Record<string, string>) {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
}

function launched(root: string, args: string[] = [], options: SpawnSyncOptions = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'src/launch.js'), ...args], {
    env: { PATH: join(root, 'no-such-folder') },
    cwd: dir,
    ...options,
    encoding: 'utf8',
  })
  return { status, out: stdout, err: stderr }
}

/** What lies in dist/: builds, and what is left half made. */
const built = (root: string) => readdirSync(join(root, 'dist'))

describe('the first command on a fresh clone', () => {
  it('builds the program and says so; the second runs what was built', () => {
    const root = clone()
    const answer = { status: 0, out: expect.stringMatching(/^one /) }
    expect(launched(root)).toEqual({ ...answer, err: BUILDING })
    const [place = ''] = built(root)
    const { mtimeMs } = statSync(join(root, 'dist', place, 'cli.js'))
    expect(launched(root)).toEqual({ ...answer, err: '' })
    expect(built(root)).toEqual([place])
    expect(statSync(join(root, 'dist', place, 'cli.js')).mtimeMs).toBe(mtimeMs)
  })

  it('leaves no compiler that lives along, and finds the folder of the checkout', () => {
    const root = clone()
    expect([launched(root).out, launched(root).out]).toEqual([`one ${root}/ `, `one ${root}/ `])
  })

  it('given several times at once is right each time, and leaves one build', async () => {
    const root = clone()
    const all = Array.from({ length: 4 }, async () => {
      const child = spawn(process.execPath, [join(root, 'src/launch.js')], { cwd: dir })
      let out = ''
      child.stdout.on('data', chunk => {
        out += chunk
      })
      const status = await new Promise(resolve => child.once('close', resolve))
      return [status, out.slice(0, 4)]
    })
    expect(await Promise.all(all)).toEqual(Array(4).fill([0, 'one ']))
    expect(built(root)).toEqual([expect.stringMatching(/^[0-9a-f]{20}$/)])
  })

  it('that is killed while it builds leaves nothing that the next would use', async () => {
    const root = clone()
    const child = spawn(process.execPath, [join(root, 'src/launch.js')], { cwd: dir })
    await new Promise(resolve => child.stderr.once('data', resolve))
    child.kill('SIGKILL')
    await new Promise(resolve => child.once('close', resolve))
    expect(launched(root)).toMatchObject({ status: 0, out: expect.stringMatching(/^one /) })
  })

  it('with a source that is not whole says where it stops', () => {
    const root = clone()
    write(root, { 'src/words.ts': 'export const said = (\n' })
    expect(launched(root)).toEqual({
      status: 3,
      out: '',
      err: `${BUILDING}Estafette can't be loaded (src/words.ts:2:1 Unexpected end of file). When that is mended, run the command again.\n`,
    })
    expect(built(root)).toEqual([])
  })
})

describe('a source that was changed', () => {
  it('is built anew, though it has its old size and date', () => {
    const root = clone()
    launched(root)
    const file = join(root, 'src/words.ts')
    const { atime, mtime } = statSync(file)
    write(root, { 'src/words.ts': SOURCES['src/words.ts'].replace('`one ', '`two ') })
    utimesSync(file, atime, mtime)
    expect(launched(root)).toMatchObject({ status: 0, err: BUILDING, out: expect.stringMatching(/^two /) })
  })

  it('and changed back needs no build', () => {
    const root = clone()
    launched(root)
    write(root, { 'src/words.ts': `${SOURCES['src/words.ts']}// more\n` })
    launched(root)
    write(root, SOURCES)
    expect(launched(root)).toMatchObject({ status: 0, err: '' })
  })

  it('leaves the last three builds, and clears away what was left half made an hour ago', () => {
    const root = clone()
    write(root, { 'dist/.1-old/cli.js': '', 'dist/.2-new/cli.js': '' })
    const past = new Date(Date.now() - 7_200_000)
    utimesSync(join(root, 'dist/.1-old'), past, past)
    for (const more of ['a', 'b', 'c', 'd']) {
      write(root, { 'src/more.ts': `// ${more}\n` })
      launched(root)
    }
    expect(built(root).filter(name => name.startsWith('.'))).toEqual(['.2-new'])
    expect(built(root)).toHaveLength(4)
  })
})

describe('a trace', () => {
  it('names the line of the source', () => {
    const root = clone()
    expect(launched(root, ['throw']).out).toContain(`${join(root, 'src/words.ts')}:6:26`)
    expect(launched(root, ['late']).out).toContain(`${join(root, 'worker/main.ts')}:2:31`)
  })
})

describe('a checkout of somebody else', () => {
  /** Nobody, where that is possible: root may write anywhere. */
  const other = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
  const close = (root: string) => {
    for (const path of [root, join(root, 'dist')]) if (existsSync(path)) chmodSync(path, 0o555)
  }

  it('runs what its owner built', () => {
    const root = clone()
    expect(launched(root, ['--build'])).toEqual({ status: 0, out: '', err: BUILDING })
    close(root)
    expect(launched(root, [], other)).toMatchObject({
      status: 0,
      err: '',
      out: expect.stringMatching(/^one /),
    })
  })

  it('that is not built says what its owner has to do', () => {
    const root = clone()
    close(root)
    expect(launched(root, [], other)).toEqual({
      status: 3,
      out: '',
      err: `${BUILDING}Estafette is to be built, and ${join(root, 'dist')} can't be written (EACCES). As its owner, run once: npm run build\n`,
    })
  })
})

describe('an installation without the compiler', () => {
  /** As npm ci --omit=dev leaves it. */
  function withoutCompiler(root: string) {
    for (const name of ['esbuild', '@esbuild'])
      rmSync(join(root, 'node_modules', name), { recursive: true, force: true })
    write(root, {
      'package-lock.json': '{"packages": {"node_modules/esbuild": {"version": "1.0.0", "dev": true}}}',
      'node_modules/.package-lock.json': '{"packages": {}}',
    })
    return root
  }

  it('runs what was built before', () => {
    const root = clone()
    launched(root, ['--build'])
    expect(launched(withoutCompiler(root))).toMatchObject({ status: 0, err: '' })
    expect(launched(root, ['--build'])).toEqual({ status: 0, out: '', err: '' })
  })

  it('and without a build is made whole by the first command', () => {
    expect(launched(withoutCompiler(clone()))).toMatchObject({
      status: 3,
      err: "Installing the dependencies (npm ci), once …\nnpm can't be run (ENOENT): install it, and run the command again.\n",
    })
  })

  it('is left as it is by npm, which asks for a build once it has installed', () => {
    expect(launched(withoutCompiler(clone()), ['--build'])).toEqual({
      status: 3,
      out: '',
      err: 'Not built: the compiler, a development dependency, is not installed. Run: npm ci --include=dev\n',
    })
  })

  it('is whole though the lockfile is younger than the note of npm', () => {
    const root = clone()
    launched(root, ['--build'])
    withoutCompiler(root)
    const past = new Date(Date.now() - 60_000)
    utimesSync(join(root, 'node_modules/.package-lock.json'), past, past)
    expect(launched(root)).toMatchObject({ status: 0, err: '' })
  })
})

describe('the sources', () => {
  it('ask where they stand in src/ alone: in a build, all of them stand there', () => {
    const asking = ['src', 'worker', 'tools/gallery'].flatMap(folder =>
      readdirSync(join(PROJECT_ROOT, folder), { recursive: true, withFileTypes: true })
        .map(entry => join(entry.parentPath, entry.name))
        .filter(file => file.endsWith('.ts'))
        .filter(file =>
          readFileSync(file, 'utf8').replaceAll('createRequire(import.meta.url)', '').includes('import.meta'),
        )
        .map(file => relative(PROJECT_ROOT, file)),
    )
    expect(asking).toEqual(['src/config.ts', 'src/version.ts'])
  })
})
