import { type Finding, wrong } from '../../model/delivery/sender-finding.js'
import { hiding } from '../delivery/hiding.js'
import { databaseChecks, queueCheck } from './doctor-engines.js'
import { imapCheck, reportsFolderCheck, senderChecks, smtpChecks } from './doctor-mail.js'
import { addressChecks, dataDirChecks, folderChecks, secretCheck } from './doctor-own.js'
import { orphansCheck } from './orphans.js'
import type { Practice } from './practice.js'

/** Checks that go together. `asks`: somebody who may not answer; then `name` is what is said of them. */
export type Check = { name: string; asks: boolean; run: (practice: Practice) => Promise<Finding[]> }

const CHECKS: Check[] = [
  { name: 'data-dir', asks: false, run: dataDirChecks },
  { name: 'secret', asks: false, run: secretCheck },
  { name: 'orphans', asks: false, run: orphansCheck },
  { name: 'templates', asks: false, run: folderChecks },
  { name: 'addresses', asks: false, run: addressChecks },
  { name: 'database', asks: true, run: databaseChecks },
  { name: 'queue', asks: true, run: queueCheck },
  { name: 'smtp', asks: true, run: smtpChecks },
  { name: 'imap', asks: true, run: imapCheck },
  { name: 'reports', asks: false, run: reportsFolderCheck },
  { name: 'dns', asks: true, run: senderChecks },
]

/** Runs every check, all at once, those that ask somebody within their patience; what throws is a finding, too. Changes and sends nothing. */
export async function examine(practice: Practice, checks: Check[] = CHECKS): Promise<Finding[]> {
  const found = await Promise.all(checks.map(check => examined(check, practice)))
  const hide = hiding(practice.config)
  return found.flat().map(one => ({ ...one, detail: hide(one.detail), fix: one.fix && hide(one.fix) }))
}

/** A check asks several engines in turn, and each may take its time. */
const IN_TURN = 3

async function examined({ name, asks, run }: Check, practice: Practice): Promise<Finding[]> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Finding[]>(resolve => {
    const limit = practice.patience * IN_TURN
    const found = wrong(name, `no answer within ${limit / 1000} s`, 'See whether a firewall stands between.')
    timer = setTimeout(() => resolve([found]), limit)
  })
  try {
    return await (asks ? Promise.race([run(practice), late]) : run(practice))
  } catch (error) {
    return [wrong(name, (error as Error).message, 'Correct what it says, and run estafette doctor again.')]
  } finally {
    clearTimeout(timer)
  }
}
