import type { Agency } from '../model/agency/agency.js'
import type { Branding } from '../model/agency/branding.js'
import type { Strings } from '../model/editions/edition.js'
import { inEachLanguage, type Language } from '../model/language/language.js'
import type { NoticeView } from '../present/staff-mail/notice-view.js'
import { readBranding } from './branding-file.js'
import { compileMail } from './compile.js'
import { loadLocales } from './load.js'
import { compileOne } from './render.js'

type Compiled = Record<'html' | 'text', (view: NoticeView) => string>
export type NoticeTemplates = {
  house: Branding
  strings: Record<Language, Strings>
  mail: Record<Language, Compiled>
}

/** Reads notice.mjml, notice.txt.hbs, branding and locales of a templates folder. Throws a TemplateError. */
export async function loadNoticeTemplates(dir: string, agency: Agency): Promise<NoticeTemplates> {
  const { languages } = agency
  const house = await readBranding(dir, languages)
  const sources = await compileMail(dir, house, 'notice', languages)
  const compiled = ({ html, text }: { html: string; text: string }): Compiled => ({
    html: compileOne<NoticeView>(html, false, text => text),
    text: compileOne<NoticeView>(text, true, text => text),
  })
  return { house, strings: await loadLocales(dir, agency), mail: inEachLanguage(sources, compiled) }
}
