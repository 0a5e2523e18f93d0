import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

const PROGRAM = '/usr/bin/soffice'
const FILTERS = { odt: 'odt:writer8', docx: 'docx:MS Word 2007 XML', fodt: 'fodt' }

/** LibreOffice without a screen, or null with a printed reason; never null under CI. */
export function soffice(): typeof converted | null {
  if (existsSync(PROGRAM)) return converted
  if (process.env.CI === 'true') throw new Error(`no ${PROGRAM}: install libreoffice-writer-nogui`)
  process.stdout.write(`skipped: no ${PROGRAM} (libreoffice-writer-nogui)\n`)
  return null
}

/** Writes each file into `dir/FORMAT/`, in that format; a profile of its own, in `dir`, keeps it apart from others. */
async function converted(dir: string, files: readonly string[], format: keyof typeof FILTERS): Promise<void> {
  const profile = pathToFileURL(join(dir, 'profile')).href
  const options = [`-env:UserInstallation=${profile}`, '--headless', '--convert-to', FILTERS[format]]
  await promisify(execFile)(PROGRAM, [...options, '--outdir', join(dir, format), ...files], {
    env: { ...process.env, HOME: dir },
    timeout: 120_000,
  })
}
