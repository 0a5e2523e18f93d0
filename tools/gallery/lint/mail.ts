import type { RenderedMail } from '../../../src/model/editions/edition.js'
import type { Folder } from '../folder.js'
import { clientFindings, type Lack, lacksOf, readFallbacks } from './clients.js'
import { contentFindings } from './content.js'
import { documentOf, validate } from './document.js'
import type { Finding } from './finding.js'
import { LIMIT_BYTES } from './size.js'

/** `lacks`: what some clients don't support, with or without a fallback. */
export type LintedMail = { findings: Finding[]; lacks: Lack[] }

/** All findings in one mail, without a browser. Empty: it may be sent. */
export async function lintMail(mail: RenderedMail, { dir }: Pick<Folder, 'dir'>): Promise<LintedMail> {
  const { html } = mail
  const markup = (await validate(html)).map(({ line, rule, message }) => ({
    rule: `html/${rule}`,
    place: `line ${line}`,
    message,
  }))
  const bytes = Buffer.byteLength(html)
  const size =
    bytes > LIMIT_BYTES
      ? [{ rule: 'size', place: null, message: `${bytes} bytes: Gmail shows the first ${LIMIT_BYTES}` }]
      : []
  const lacks = lacksOf(html)
  const findings = [
    ...markup,
    ...contentFindings(await documentOf(html), mail),
    ...clientFindings(lacks, readFallbacks(dir)),
    ...size,
  ]
  return { findings, lacks }
}
