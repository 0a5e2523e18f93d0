import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { hasChromium } from './browser.js'
import { type Folder, openFolder } from './folder.js'
import { type AxeReport, axeReports } from './lint/axe.js'
import type { Finding } from './lint/finding.js'
import { findingsOf, lintFolder } from './lint/folder.js'
import { lintReport } from './lint/report.js'
import { takePictures } from './pictures.js'
import { startGallery } from './server.js'

export type TemplatesOptions = { port: number; lint?: boolean; report?: string; pictures?: string }
type Print = (line: string) => void

/**
 * The gallery of the mails: serves it until the process is told to end, or lints, or takes pictures. Resolves to the exit status. Throws a
 * TemplateError where the folder can't be compiled, ListenRefused where it can't listen.
 */
export async function templates(dir: string, options: TemplatesOptions, print: Print): Promise<number> {
  if (options.lint || options.report) return lint(await openFolder(dir), options.report ?? null, print)
  if (options.pictures !== undefined) return pictures(await openFolder(dir), options.pictures, print)
  const gallery = await startGallery(dir, options.port)
  print(`All mails with sample data: ${gallery.url}\nThe page follows ${dir}; Ctrl-C ends it.`)
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  await gallery.close()
  return 0
}

async function lint(folder: Folder, report: string | null, print: Print): Promise<number> {
  const found = await lintFolder(folder)
  const axe = hasChromium() ? await axeReports(folder) : null
  const all = [...findingsOf(found), ...gravesOf(axe)]
  for (const one of all) print(inOneLine(one))
  print(
    `${found.mails.length} mails, ${all.length} found${axe ? '' : '; no Chromium here, so that axe did not look'}.`,
  )
  if (report) {
    await writeFile(report, lintReport(found, axe))
    print(`Written: ${report}`)
  }
  return all.length === 0 ? 0 : 1
}

const gravesOf = (axe: AxeReport[] | null) =>
  (axe ?? []).flatMap(({ mail, findings }) => findings.map(one => ({ ...one, mail: mail.id })))

const inOneLine = ({ mail, place, rule, message }: Finding & { mail: string | null }) =>
  `${[mail, place].filter(Boolean).join(', ') || 'templates'}: ${rule}: ${message}`

async function pictures(folder: Folder, to: string, print: Print): Promise<number> {
  if (!hasChromium()) {
    print('Pictures are taken with Chromium: apt-get install chromium')
    return 1
  }
  for (const file of await takePictures(folder, to)) print(file)
  return 0
}
