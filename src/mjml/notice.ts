import type { RenderedMail } from '../model/editions/edition.js'
import { inLanguage } from '../model/language/language.js'
import { visible } from '../model/language/marks.js'
import type { Notice } from '../present/staff-mail/notice.js'
import type { NoticeExtras } from '../present/staff-mail/notice-extras.js'
import { noticeView } from '../present/staff-mail/notice-view.js'
import type { NoticeTemplates } from './notice-templates.js'
import { sheetsOf } from './sheets.js'

/**
 * A notice as its reader gets it, all languages, the reader's first. `enclosed` is a whole edition mail that follows
 * below, as it will be sent. What people wrote is data: escaped in the HTML, with marks for control characters, never a template.
 */
export function renderNotice(
  notice: Notice,
  templates: NoticeTemplates,
  extras: NoticeExtras | null = null,
  enclosed: RenderedMail | null = null,
): RenderedMail {
  const view = noticeView(notice, templates, extras)
  const { html, text } = inLanguage(templates.mail, view.language)
  const mail = {
    subject: visible(view.subject),
    html: visible(html(view)),
    text: visible(text(view))
      .replace(/\n{3,}/g, '\n\n')
      .trim()
      .concat('\n'),
  }
  return enclosed ? withEnclosed(mail, enclosed) : mail
}

/** Adds the edition below, with its own style sheets: both are compiled from the same frame. */
function withEnclosed(mail: RenderedMail, enclosed: RenderedMail): RenderedMail {
  const styles = sheetsOf(enclosed.html).map(({ at, end }) => enclosed.html.slice(at, end))
  return {
    subject: mail.subject,
    html: mail.html
      .replace('</head>', () => `${styles.join('\n')}\n</head>`)
      .replace('</body>', () => `<hr>\n${bodyOf(enclosed.html)}</body>`),
    text: `${mail.text}\n\n${'═'.repeat(40)}\n\n${enclosed.text}`,
  }
}

function bodyOf(html: string): string {
  const [start, end] = [/<body[^<>]*>/.exec(html), html.lastIndexOf('</body>')]
  if (!start || end < 0) throw new Error('The edition mail has no body.')
  return html.slice(start.index + start[0].length, end)
}
