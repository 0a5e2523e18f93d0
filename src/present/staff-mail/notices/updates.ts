import { inLanguage, type Language, type Localized } from '../../../model/language/language.js'
import { label, sayCount } from '../../mail/wording.js'
import { placeInWords } from '../../problem/feedback.js'
import type { DescribedProblem } from '../../problem/texts.js'
import type { SummaryTable } from '../sign-off-tables.js'
import type { Makers } from './answer-facts.js'

/** Mails about the drop folder, and about changes beside a frozen edition. */
export type UpdateNotices = {
  /** To editors: a file can't be used; once per version of the file. */
  'update-problems': { file: string; problems: Record<Language, DescribedProblem[]> }
  /** To editors: an update's file is missing. `waits`: a draft waits for their explanation, on the page at `link`. */
  'update-gone': {
    id: string
    file: string
    title: Localized
    waits?: { isCarried: boolean; link: string }
  }
  /** To editors and admins: files are missing or their folder is unreachable, and the draft waits. The first updates, of `count`. */
  'updates-away': {
    folder: string
    why: 'empty' | 'unreadable' | 'gone'
    count: number
    updates: { title: Localized; file: string }[]
    /** The page to say that they were deleted on purpose; null while that is unknown. */
    link: string | null
  }
  /** To editors: a usable file has warnings; `page`: where they say that these are meant. */
  'update-warnings': { file: string; warnings: Record<Language, DescribedProblem[]>; page: string }
  /** To editors: what the next edition would hold now, and which files it can't use. */
  'daily-contents': {
    edition: string
    sendAt: string
    items: {
      section: 'new' | 'changed' | 'ended' | 'withdrawn' | 'standing'
      title: Localized
      file: string
    }[]
    refused: { file: string; problems: number }[]
  }
  /** Differences from the frozen edition: to approvers before the decision, to editors after sign-off or sending. */
  'changed-after-freeze': {
    edition: string
    hash: string
    stage: 'before-sign-off' | 'after-sign-off'
    differences: { what: Localized; before: Localized | null; after: Localized | null }[]
  }
}

export const updateNotices: Makers<UpdateNotices> = {
  'update-problems': ({ file, problems }, { language, text }) => ({
    subject: text('subject', { file }),
    title: text('title'),
    paragraphs: [text('what', { file }), text('next')],
    tables: [
      {
        title: text('table'),
        head: [text('place'), text('problem'), text('hint')],
        rows: inLanguage(problems, language).map(problem => [
          placeInWords(problem, language),
          problem.message,
          problem.hint,
        ]),
        none: null,
      },
    ],
  }),

  'update-warnings': ({ file, warnings, page }, { language, text }) => ({
    subject: text('subject', { file }),
    title: text('title'),
    paragraphs: [text('what', { file }), text('next')],
    button: { text: text('button'), href: `${page}?lang=${language}` },
    tables: [
      {
        title: text('table'),
        head: [text('place'), text('warning'), text('hint')],
        rows: inLanguage(warnings, language).map(one => [placeInWords(one, language), one.message, one.hint]),
        none: null,
      },
    ],
  }),

  'update-gone': ({ id, file, title, waits }, { language, text, fact }) => ({
    subject: text('subject', { file }),
    title: text(waits && !waits.isCarried ? 'title-new' : 'title'),
    paragraphs: [text(waits ? (waits.isCarried ? 'what-waits' : 'what-new') : 'what')],
    facts: [fact('title', inLanguage(title, language)), fact('id', id), fact('file', file)],
    button: waits ? { text: text('button'), href: waits.link } : null,
    closing: [
      text('mistake'),
      ...(waits ? [text('on-purpose')] : []),
      ...(waits && !waits.isCarried ? [] : [text('withdrawn', { line: 'status: withdrawn' })]),
    ],
  }),

  'updates-away': ({ folder, why, count, updates, link }, { strings, language, text }) => ({
    subject: sayCount(strings, 'notices.updates-away.subject', count, language, { folder }),
    title: text('title'),
    paragraphs: [text(`what-${why}`, { folder }), text('back')],
    tables: [
      {
        title: text('table'),
        head: [text('update'), text('file')],
        rows: [
          ...updates.map(({ title, file }) => [inLanguage(title, language), file]),
          ...(count > updates.length ? [[text('more', { n: count - updates.length }), '']] : []),
        ],
        none: null,
      },
    ],
    button: link === null ? null : { text: text('button'), href: link },
    closing: link === null ? [] : [text('on-purpose')],
  }),

  'daily-contents': ({ edition, sendAt, items, refused }, speaker) => {
    const { strings, language, text, moment } = speaker
    const problems = (n: number) => sayCount(strings, 'notices.daily-contents.problems', n, language)
    const contents: SummaryTable = {
      title: text('items'),
      head: [text('state'), text('update'), text('file')],
      rows: items.map(({ section, title, file }) => [
        label(strings, 'notices.sections', section),
        inLanguage(title, language),
        file,
      ]),
      none: text('none'),
    }
    const wrong: SummaryTable = {
      title: text('refused'),
      head: [text('file'), text('state')],
      rows: refused.map(one => [one.file, problems(one.problems)]),
      none: null,
    }
    return {
      subject: text('subject', { edition }),
      title: text('title', { edition }),
      paragraphs: [text('what', { send: moment(sendAt) })],
      tables: refused.length > 0 ? [contents, wrong] : [contents],
    }
  },

  'changed-after-freeze': ({ edition, hash, stage, differences }, { language, text, fact }) => ({
    subject: text(`subject-${stage}`, { edition }),
    title: text('title', { edition }),
    paragraphs: [text(stage)],
    facts: [fact('edition', edition), fact('hash', hash)],
    tables: [
      {
        title: text('table'),
        head: [text('subject-column'), text('before'), text('after')],
        rows: differences.map(({ what, before, after }) => [
          inLanguage(what, language),
          before?.[language] ?? text('nothing'),
          after?.[language] ?? text('nothing'),
        ]),
        none: null,
      },
    ],
  }),
}
