import type { Folder } from '../folder.js'
import { type Copy, type Listed, MAILS, makeMail } from '../mails.js'
import { type Lack, readFallbacks } from './clients.js'
import { type Contrast, contrastFindings, contrastsOf } from './contrast.js'
import type { Finding } from './finding.js'
import { houseFindings } from './house.js'
import { localeFindings } from './locales.js'
import { lintMail } from './mail.js'
import { nameFindings } from './names.js'
import { LIMIT_BYTES, type Size, sizesOf } from './size.js'

export type MailReport = { mail: Listed; copy: Copy; bytes: number; findings: Finding[] }
export type FolderReport = {
  mails: MailReport[]
  /** Findings for the folder, not for one mail. */
  findings: Finding[]
  lacks: Lack[]
  fallbacks: Record<string, string>
  sizes: Size[]
  contrasts: Contrast[]
}

/** Lints every mail, in each language order and role, and the folder. Doesn't stop at the first finding. */
export async function lintFolder(folder: Folder): Promise<FolderReport> {
  const { dir, templates } = folder
  const mails: MailReport[] = []
  const lacks = new Map<string, Lack>()
  for (const mail of MAILS)
    for (const copy of copiesOf(mail)) {
      const { report, lacks: found } = await lintOne(mail, copy, folder)
      mails.push(report)
      for (const lack of found) lacks.set(lack.feature, lack)
    }
  const fallbacks = readFallbacks(dir)
  const sizes = sizesOf(folder)
  return {
    mails,
    lacks: [...lacks.values()].sort((a, b) => (a.feature < b.feature ? -1 : 1)),
    fallbacks,
    sizes,
    contrasts: contrastsOf(templates.house),
    findings: [
      ...contrastFindings(templates.house),
      ...houseFindings(templates.house, dir),
      ...localeFindings(templates.strings, dir),
      ...unusedFallbacks(fallbacks, lacks),
      ...tooLarge(sizes),
    ],
  }
}

/** All findings with their mails. */
export function findingsOf({ mails, findings }: FolderReport): (Finding & { mail: string | null })[] {
  return [
    ...mails.flatMap(({ mail, copy, findings: found }) =>
      found.map(one => ({ ...one, mail: `${mail.id} (${copy.reading}, ${copy.role})` })),
    ),
    ...findings.map(one => ({ ...one, mail: null })),
  ]
}

async function lintOne(
  mail: Listed,
  copy: Copy,
  folder: Folder,
): Promise<{ report: MailReport; lacks: Lack[] }> {
  try {
    const made = makeMail(mail.id, folder, copy)
    const { findings, lacks } = await lintMail(made, folder)
    const bytes = Buffer.byteLength(made.html)
    return {
      report: { mail, copy, bytes, findings: [...nameFindings(mail.id, folder, copy), ...findings] },
      lacks,
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return {
      report: { mail, copy, bytes: 0, findings: [{ rule: 'unmakeable', place: null, message }] },
      lacks: [],
    }
  }
}

/** Each language first, and for the edition each role; "fr" and "fr+nl" have one order. */
export function copiesOf({ group }: Listed): Copy[] {
  return [
    { reading: 'fr+nl', role: 'alderman' },
    { reading: 'nl+fr', role: group === 'edition' ? 'mayor' : 'alderman' },
  ]
}

function unusedFallbacks(fallbacks: Record<string, string>, lacks: ReadonlyMap<string, Lack>): Finding[] {
  return Object.keys(fallbacks)
    .filter(feature => !lacks.has(feature))
    .map(feature => ({
      rule: 'fallback-unused',
      place: 'fallbacks.yaml',
      message: `no mail needs "${feature}" any more`,
    }))
}

function tooLarge(sizes: readonly Size[]): Finding[] {
  return sizes
    .filter(({ html }) => html > LIMIT_BYTES)
    .map(({ measures, language, html }) => ({
      rule: 'size',
      place: `${measures} measures, ${language} first`,
      message: `${html} bytes: Gmail shows the first ${LIMIT_BYTES}`,
    }))
}
