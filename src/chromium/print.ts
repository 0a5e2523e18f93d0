import { spawn } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** In milliseconds: longer than a slow machine takes for a page of measures. */
const PRINT_MS = 60_000

/**
 * Prints an HTML page to a tagged PDF file with an outline. Chromium runs no script and reaches no network. The file appears whole or not at all.
 * Throws when Chromium fails or takes longer than a minute.
 */
export async function printToPdf(chromium: string, html: string, file: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'estafette-print-'))
  try {
    const [page, made] = [join(folder, 'page.html'), join(folder, 'page.pdf')]
    await writeFile(
      page,
      html.replace(/<head[^<>]*>/, head => head + FORBIDDEN),
    )
    await run(
      chromium,
      [...FLAGS, ...asRoot(), `--user-data-dir=${folder}`, `--print-to-pdf=${made}`, page],
      folder,
    )
    if ((await stat(made)).size === 0) throw new Error('Chromium made an empty file')
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    await moved(made, file)
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Forbids scripts and everything that would be fetched. */
const FORBIDDEN = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`

const FLAGS = [
  '--headless',
  '--no-pdf-header-footer',
  '--export-tagged-pdf',
  '--generate-pdf-document-outline',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--proxy-server=127.0.0.1:9',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--disable-extensions',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-sync',
  '--no-first-run',
]

/** Chromium has no sandbox for root. */
const asRoot = () => (process.getuid?.() === 0 ? ['--no-sandbox'] : [])

function run(chromium: string, args: string[], home: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // A process group of its own: Chromium starts further processes, and all of them must end.
    const child = spawn(chromium, args, {
      stdio: 'ignore',
      detached: true,
      env: { HOME: home, PATH: '/usr/local/bin:/usr/bin:/bin' },
    })
    const end = () => {
      if (child.pid === undefined) return
      try {
        process.kill(-child.pid, 'SIGKILL')
      } catch {
        // Gone already.
      }
    }
    const late = setTimeout(() => {
      end()
      reject(new Error(`Chromium took longer than ${PRINT_MS / 1000} s`))
    }, PRINT_MS)
    child.once('error', error => {
      clearTimeout(late)
      reject(error)
    })
    child.once('exit', code => {
      clearTimeout(late)
      end()
      if (code === 0) resolve()
      else reject(new Error(`Chromium ended with ${code}`))
    })
  })
}

/** Copies next to the file first: the folder for temporary files may be on another disk. */
async function moved(from: string, to: string): Promise<void> {
  const beside = `${to}.${process.pid}.part`
  try {
    await copyFile(from, beside)
    await rename(beside, to)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
}
