import type { Config } from '../config.js'
import { BackupDamaged } from '../files/backup-frames.js'
import { BackupExists } from '../files/backup-writer.js'
import { withOffset } from '../model/calendar/calendar.js'
import type { Clock } from '../model/calendar/clock.js'
import type { LedgerCounts } from '../model/operations/backup-header.js'
import { type BackedUp, backUp } from '../steps/operations/backing-up.js'
import {
  type NotRestored,
  type Restored,
  type RestoreWishes,
  restore,
} from '../steps/operations/restoring.js'
import { type Answer, count, done, refused } from './answer.js'

export type BackupWishes = { file: string; overwrite: boolean; progress: (line: string) => void }

/** Backs everything up into one file; sending goes on. */
export async function backupCommand(config: Config, wishes: BackupWishes): Promise<Answer> {
  const { file } = wishes
  try {
    const answer = await backUp(config, wishes)
    if ('refused' in answer) return refused({ file, ...answer }, answer.refused)
    return done(answer, backupText(answer))
  } catch (error) {
    if (!(error instanceof BackupExists)) throw error
    const sentence = `${file} is there already and was left as it is. Take another name, or --overwrite.`
    return refused({ file, refused: sentence }, sentence)
  }
}

function backupText({ file, bytes, counts, files, leftOut, rows }: BackedUp): string {
  return [
    `${file}: ${size(bytes)}, ${holding(counts)}; ${count(rows, 'row')} and ${count(files, 'file')} in all.`,
    ...leftOut.map(one => `Left out, being no file: ${one}`),
    'It holds SECRET and everybody’s addresses: keep it as you keep keys, on another machine.',
    `To see whether it is whole, and what is in it: estafette restore ${file} --show`,
  ].join('\n')
}

const holding = ({ editions, lastEdition, deliveries, open, inDoubt, notices }: LedgerCounts) =>
  [
    `${count(editions, 'edition')}${lastEdition ? ` (the last is ${lastEdition})` : ''}`,
    `${deliveries} deliveries, ${open} of them open and ${inDoubt} in doubt`,
    `${count(notices, 'mail')} to staff to come`,
  ].join(', ')

function size(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.ceil(bytes / 1000)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** Restores a backup, or says why not and what stands in its way. */
export async function restoreCommand(
  at: { config: Config; clock: Clock },
  wishes: RestoreWishes,
): Promise<Answer> {
  try {
    const answer = await restore(at, wishes)
    if (answer.kind === 'refused') return notRestored(at.config, answer, wishes)
    if (answer.kind === 'shown') return done(answer, shownText(at.config, answer))
    return done(answer, restoredText(at.config, answer, wishes))
  } catch (error) {
    if (!(error instanceof BackupDamaged)) throw error
    const sentence = `${wishes.file} is not used: ${error.message} Nothing was changed.`
    return refused({ kind: 'refused', reason: 'damaged', file: wishes.file, detail: sentence }, sentence)
  }
}

type Shown = Pick<Restored, 'backup' | 'here'>

const shownText = (config: Config, { backup }: Shown) =>
  `A whole backup, made ${withOffset(new Date(backup.madeAt), config.timeZone)} on ${backup.machine} by version ${backup.program}: ${holding(backup.counts)}.`

function notRestored(config: Config, answer: NotRestored, { file }: RestoreWishes): Answer {
  return refused(
    answer,
    [...(answer.backup ? [shownText(config, answer as Shown)] : []), whyNot(answer, file)].join('\n'),
  )
}

function whyNot({ reason, here }: NotRestored, file: string): string {
  switch (reason) {
    case 'newer':
      return 'It was made by a newer version of Estafette: restore it with that one.'
    case 'other-secret':
      return 'SECRET is another here than in the backup, and the links in mails that have left would lead nowhere. Take SECRET out of the configuration: the backup brings its own, into DATA_DIR/secret.'
    case 'at-work':
      return 'A service, a worker or a command is at work with this ledger: stop it, and restore again. Nothing was changed.'
    default:
      return [
        `Here is a ledger already: ${here ? holding(here) : ''}.`,
        `To put the backup in its place (a backup of what is here now is kept first): estafette restore ${file} --replace --by EMAIL`,
      ].join('\n')
  }
}

function restoredText(config: Config, answer: Restored, { file }: RestoreWishes): string {
  const { replaced, carried, knowsSince, aside, setAside, noPlace, unknownTables, files } = answer
  return [
    shownText(config, answer),
    `Restored from ${file}, with ${count(files, 'file')}.`,
    ...(replaced ? [`What was here before: ${replaced}`] : []),
    ...(carried?.kind === 'carried'
      ? [`What left since was carried over from it: ${carried.deliveries} deliveries.`]
      : []),
    ...(carried?.kind === 'unreadable'
      ? [`What left since could not be read from it: ${carried.detail}.`]
      : []),
    ...(aside ? [`Files that were here with other words lie in ${aside}: ${setAside.length}`] : []),
    ...noPlace.map(path => `Not restored, there is no folder for it here: ${path}`),
    ...unknownTables.map(table => `Not restored, this version has no such table: ${table}`),
    knowsSince
      ? 'It sends nothing until somebody takes it over. What would be sent then: estafette take-over'
      : 'It sends nothing until somebody takes it over, and what left since is not known here. What there is to decide: estafette take-over',
  ].join('\n')
}
