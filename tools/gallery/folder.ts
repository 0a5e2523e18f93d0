import { loadTemplates, type Templates } from '../../src/mjml/load.js'
import { loadNoticeTemplates, type NoticeTemplates } from '../../src/mjml/notice-templates.js'
import { BRUSSELS } from '../../src/model/agency/agency.js'

/** A templates folder at one moment, compiled. */
export type Folder = { dir: string; templates: Templates; notices: NoticeTemplates }

/** Reads and compiles a templates folder in the languages of the samples. Throws a TemplateError, `templates/edition.mjml:12 …`. */
export async function openFolder(dir: string): Promise<Folder> {
  const templates = await loadTemplates(dir, BRUSSELS)
  return { dir, templates, notices: await loadNoticeTemplates(dir, BRUSSELS) }
}
