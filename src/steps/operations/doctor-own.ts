import { existsSync } from 'node:fs'
import { access, constants, mkdtemp, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Config } from '../../config.js'
import { loadTemplates } from '../../mjml/load.js'
import { loadNoticeTemplates } from '../../mjml/notice-templates.js'
import { isAllowed } from '../../model/delivery/allow-list.js'
import { type Finding, fine, wrong } from '../../model/delivery/sender-finding.js'
import { isLoopback } from '../../model/operations/loopback.js'
import type { Problem } from '../../model/problem/problem.js'
import { heldOn } from '../../model/roster/recipient.js'
import { formatProblem } from '../../present/problem/texts.js'
import { todayOf } from '../context.js'
import { checkFolders } from '../updates/check-folders.js'
import { openFolders } from '../updates/folders.js'
import { stateFolder } from './mark-places.js'
import { orphansCheck } from './orphans.js'
import type { Check, Practice } from './practice.js'

/** What the doctor looks at in this place. */
export const OWN_CHECKS: Check[] = [
  { name: 'data-dir', asks: false, run: dataDirChecks },
  { name: 'secret', asks: false, run: secretCheck },
  { name: 'orphans', asks: false, run: orphansCheck },
  { name: 'templates', asks: false, run: folderChecks },
  { name: 'addresses', asks: false, run: addressChecks },
]

const GIB = 1024 ** 3

/** Whether data folders are writable and have space. */
async function dataDirChecks({ config }: Practice): Promise<Finding[]> {
  const { dataDir } = config
  const there = nearest(dataDir)
  const why = await whyClosed(there)
  const fix = `Give the user that runs Estafette the right to write to ${there}, or set DATA_DIR elsewhere.`
  const findings: Finding[] = [
    why
      ? wrong('data-dir', `${there} can't be written to (${why})`, fix)
      : there === dataDir
        ? await closedCheck(dataDir)
        : fine('data-dir', `${dataDir} will be made`),
    await stateDirCheck(config),
  ]
  const { bavail, bsize } = await statfs(there)
  const free = (bavail * bsize) / GIB
  const room = `${free.toFixed(1)} GiB free`
  findings.push(
    free >= 1
      ? fine('disk', room)
      : wrong('disk', room, `Make room on the disk of ${there}: 1 GiB at least.`),
  )
  return findings
}

/** The error code of writing to a folder; null: it works. A read-only mount shows only at a write. */
async function whyClosed(folder: string): Promise<string | null> {
  try {
    await access(folder, constants.W_OK)
    await rm(await mkdtemp(join(folder, '.estafette-doctor-')), { recursive: true })
    return null
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return code ?? message
  }
}

/** Otherwise only DATA_DIR has the ledger's high-water mark, and is rolled back with it. decision 9 */
async function stateDirCheck(config: Config): Promise<Finding> {
  const folder = stateFolder(config)
  const there = folder && nearest(folder)
  const why = there ? await whyClosed(there) : 'the account has no home'
  if (folder && !why) return fine('state-dir', there === folder ? folder : `${folder} will be made`)
  return wrong(
    'state-dir',
    `${there ?? 'STATE_DIR'} can't be written to (${why}): a DATA_DIR that is put back would not be known as older`,
    'Set STATE_DIR to a folder outside of DATA_DIR to which the user that runs Estafette may write.',
  )
}

/** A shared DATA_DIR that we left open: mails of the catcher hold log-in links. */
async function closedCheck(dataDir: string): Promise<Finding> {
  const mode = (await stat(dataDir)).mode & 0o7777
  if ((mode & 0o006) === 0) return fine('data-dir', dataDir)
  return wrong(
    'data-dir',
    `${dataDir} is open to every user of this machine (mode 0${mode.toString(8)})`,
    `Run: chmod o-rw '${dataDir}', or set DATA_DIR to a folder of its own.`,
  )
}

/** The folder, or its nearest existing parent. */
function nearest(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearest(dirname(folder))
}

/** Whether the key of Message-IDs and links is kept secret. */
async function secretCheck({ config }: Practice): Promise<Finding[]> {
  if (config.secret.reveal()) return [fine('secret', 'set by SECRET')]
  const file = join(config.dataDir, 'secret')
  if (!existsSync(file)) return [fine('secret', 'none yet: it is made at the first start')]
  const mode = (await stat(file)).mode & 0o777
  if ((mode & 0o077) === 0) return [fine('secret', `${file}, mode 0${mode.toString(8)}`)]
  const fix = `Run: chmod 600 ${file}`
  return [wrong('secret', `${file} can be read by others (mode 0${mode.toString(8)})`, fix)]
}

/** Whether templates compile, and updates, roster and calendar are valid. */
async function folderChecks({ config, clock }: Practice): Promise<Finding[]> {
  const today = todayOf({ clock, config })
  const folders = openFolders(config)
  const checked = await checkFolders(folders, today)
  // The ledger knows whether an approver let it through: `estafette check` tells.
  const problems = checked.problems.filter(({ code }) => code !== 'section-awaited')
  const isRoster = (problem: Problem) => problem.file.startsWith(`${config.recipientsDir.split('/').at(-1)}/`)
  return [
    await templatesCheck(config),
    problemsFinding(
      'roster',
      problems.filter(isRoster),
      `${checked.recipients} mandates, ${checked.communes} communes`,
    ),
    problemsFinding(
      'updates',
      problems.filter(one => !isRoster(one)),
      `${checked.updates} updates`,
    ),
  ]
}

async function templatesCheck({ templatesDir: dir, agency }: Practice['config']): Promise<Finding> {
  try {
    await loadTemplates(dir, agency)
    await loadNoticeTemplates(dir, agency)
    return fine('templates', dir)
  } catch (error) {
    return wrong('templates', (error as Error).message, 'Correct the template at the line that it names.')
  }
}

function problemsFinding(check: string, problems: Problem[], sound: string): Finding {
  const [first] = problems
  if (!first) return fine(check, sound)
  const detail = `${sound}; ${problems.length} ${problems.length === 1 ? 'problem' : 'problems, the first'}: ${formatProblem(first, 'en')}`
  return wrong(check, detail, 'Run estafette check for all of them, and correct them.')
}

/** Who would get no mail, and whether links in mails lead here. */
async function addressChecks({ config, clock }: Practice): Promise<Finding[]> {
  return [await allowedCheck({ config, clock }), baseUrlCheck({ config })]
}

async function allowedCheck({ config, clock }: Pick<Practice, 'config' | 'clock'>): Promise<Finding> {
  const check = 'allowed-recipients'
  if (!config.smtp) return fine(check, 'no SMTP_URL: mail stays in the local catcher')
  const today = todayOf({ clock, config })
  const { roster } = await openFolders(config).roster(today)
  const holders = roster.mandateHolders.filter(one => one.email !== '' && heldOn(one, today))
  const refused = (list: { email: string }[]) =>
    list.filter(({ email }) => !isAllowed(email, config.allowedRecipients)).length
  const [people, staff] = [refused(holders), refused(roster.staff)]
  const detail = `${people} of ${holders.length} mandate holders and ${staff} of ${roster.staff.length} of the staff would get no mail`
  if (people + staff === 0)
    return fine(check, `all ${holders.length} mandate holders and ${roster.staff.length} of the staff`)
  return wrong(check, detail, 'Name their addresses or @domains in ALLOWED_RECIPIENTS.')
}

function baseUrlCheck({ config }: Pick<Practice, 'config'>): Finding {
  const { protocol, hostname } = new URL(config.baseUrl)
  const isHere = isLoopback(hostname)
  const leaves = config.smtp !== null && !isLoopback(config.smtp.host)
  if (isHere && leaves)
    return wrong(
      'base-url',
      `links in mails begin with ${config.baseUrl}, which only this machine reaches`,
      'Set BASE_URL to the address under which people reach the pages.',
    )
  if (!isHere && protocol !== 'https:')
    return wrong(
      'base-url',
      `${config.baseUrl} is not encrypted`,
      'Put the pages behind https, and set BASE_URL to it.',
    )
  return fine('base-url', config.baseUrl)
}
