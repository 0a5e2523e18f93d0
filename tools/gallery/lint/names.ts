import { missingNames, watched } from '../../../src/mjml/missing-names.js'
import { inLanguage } from '../../../src/model/language/language.js'
import { noticeView } from '../../../src/present/staff-mail/notice-view.js'
import type { Folder } from '../folder.js'
import { type Copy, contentOf, noticeOf } from '../mails.js'
import { EDITION_SAMPLES, sampleReader } from '../samples/editions.js'
import type { Finding } from './finding.js'

/** Names in the templates that a mail lacks: an edition's preparation refuses them, but nothing would in a staff mail. */
export function nameFindings(id: string, folder: Folder, copy: Copy): Finding[] {
  const missing = Object.hasOwn(EDITION_SAMPLES, id)
    ? missingNames(contentOf(id, folder), sampleReader(copy.role, copy.reading))
    : missingInNotice(id, folder, copy)
  return missing.map(path => ({
    rule: 'name-missing',
    place: null,
    message: `a template names ${path}, which the mail does not have`,
  }))
}

function missingInNotice(id: string, folder: Folder, copy: Copy): string[] {
  const missing = new Set<string>()
  const { notice, extras } = noticeOf(id, folder, copy)
  const view = noticeView(notice, folder.notices, extras)
  const { html, text } = inLanguage(folder.notices.mail, view.language)
  for (const render of [html, text]) render(watched(view, path => missing.add(path)))
  return [...missing].sort()
}
