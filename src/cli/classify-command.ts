import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { fileFault } from '../model/problem/system-fault.js'
import { REPORT_BYTES } from '../parse/returned-mail/match.js'
import { classifyReport } from '../parse/returned-mail/report.js'
import { type ShownReport, showReport } from '../parse/returned-mail/shown-report.js'
import { type Answer, done } from './answer.js'
import { UsageError } from './usage.js'

/** Classifies a returned mail from a file, or from stdin for `-`. Reads as much of it as the service does. `ours`: see `classifyReport`. */
export async function classifyCommand(
  file: string | undefined,
  stdin: Readable & { isTTY?: boolean },
  ours: readonly string[] = [],
): Promise<Answer> {
  const fromStdin = file === undefined || file === '-'
  if (file === undefined && stdin.isTTY)
    throw new UsageError('Name a file, or pipe a mail in: estafette classify FILE')
  const bytes = await beginningOf(fromStdin ? stdin : createReadStream(file)).catch(error => {
    throw new UsageError(`${fromStdin ? 'stdin' : file} can't be read: ${fileFault(error)}.`)
  })
  const report = showReport(classifyReport(bytes, ours))
  return done(report, textOf(report))
}

/** Keeps the beginning, and reads to the end so that the writer of the pipe doesn't fail. */
async function beginningOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of stream) {
    if (length < REPORT_BYTES) chunks.push(chunk as Buffer)
    length += (chunk as Buffer).length
  }
  return Buffer.concat(chunks).subarray(0, REPORT_BYTES)
}

const KINDS: Record<ShownReport['kind'], string> = {
  dsn: 'a delivery status notification (dsn)',
  'auto-reply': 'an automatic reply (auto-reply)',
  complaint: 'a complaint (complaint)',
  reply: 'a reply that a person wrote (reply)',
  unknown: 'nothing that we recognise (unknown)',
}

function textOf({
  kind,
  recipients,
  until,
  deputy,
  newAddress,
  gone,
  successor,
  held,
  topic,
  text,
}: ShownReport): string {
  const lines = recipients.map(({ address, action, status, outcome, cause, reason }) => {
    const said = [action, status, cause].filter(Boolean).join(' ')
    return `  ${address || 'somebody'}: ${outcome}${said ? ` (${said})` : ''}${reason ? `: ${reason}` : ''}`
  })
  return [
    `It is ${KINDS[kind]}.`,
    ...lines,
    ...(until ? [`  away until ${until}`] : []),
    ...(deputy ? [`  ${deputy} stands in`] : []),
    ...(gone ? [`  no longer there${successor ? `; ${successor} took over` : ''}`] : []),
    ...(held ? [`  our mail has not arrived: ${held}`] : []),
    ...(topic ? [`  about: ${topic}`] : []),
    ...(newAddress ? [`  new address: ${newAddress}`] : []),
    ...(text ? text.split('\n').map(line => `  | ${line}`) : []),
  ].join('\n')
}
