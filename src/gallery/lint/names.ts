import { compileOne } from '../../mjml/render.js'
import { type EditionView, editionView } from '../../model/view/edition-view.js'
import { noticeView } from '../../model/view/notice-view.js'
import type { Folder } from '../folder.js'
import { type Copy, contentOf, noticeOf } from '../mails.js'
import { EDITION_SAMPLES, sampleReader } from '../samples/editions.js'
import type { Finding } from './finding.js'

/**
 * Names in the templates that a mail does not have. Handlebars' strict mode does not see them behind a block parameter
 * (`half.foot.wy`): they would be empty in the mail.
 */
export function missingNames(id: string, folder: Folder, copy: Copy): Finding[] {
  const missing = new Set<string>()
  const watch = <View extends object>(view: View) => watched(view, '', path => missing.add(path))
  if (Object.hasOwn(EDITION_SAMPLES, id)) {
    const view = editionView(contentOf(id, folder), sampleReader(copy.role, copy.reading))
    const { html, text } = folder.templates.templates[view.language]
    for (const source of [html, text])
      compileOne<EditionView>(source, true, markdown => String(markdown))(watch(view))
  } else {
    const { notice, extras } = noticeOf(id, folder, copy)
    const view = noticeView(notice, folder.notices, extras)
    const { html, text } = folder.notices.mail[view.language]
    for (const render of [html, text]) render(watch(view))
  }
  return [...missing].sort().map(path => ({
    rule: 'name-missing',
    place: null,
    message: `a template names ${path}, which the mail does not have`,
  }))
}

/** The same value, that tells which of its names is asked for and not there. Indices of lists read as `[]`. */
function watched<Value>(value: Value, path: string, tell: (path: string) => void): Value {
  if (typeof value !== 'object' || value === null) return value
  return new Proxy(value, {
    get: (target, key) => {
      const inner = Reflect.get(target, key)
      if (typeof key === 'symbol' || typeof inner === 'function') return inner
      const here = Array.isArray(target) ? `${path}[]` : path === '' ? key : `${path}.${key}`
      if (!Array.isArray(target) && !Object.hasOwn(target, key)) tell(here)
      return watched(inner, here, tell)
    },
  })
}
