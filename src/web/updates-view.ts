import { inLanguage, type Language } from '../model/language/language.js'
import type { Problem } from '../model/problem/problem.js'
import { nameInFolder } from '../model/staff/editors.js'
import { KINDS, titleOf } from '../model/updates/update.js'
import { ownName } from '../present/mail/own-name.js'
import { label } from '../present/mail/wording.js'
import { placeInWords } from '../present/problem/feedback.js'
import { describeProblem } from '../present/problem/texts.js'
import { chosenUpdates, UPDATE_ORDERS, type UpdateChoice } from '../steps/updates/choose-updates.js'
import type { UpdateList } from '../steps/updates/list-updates.js'
import { byFile } from './desk-jobs.js'
import { sortLinks } from './list-links.js'
import { type PageContext, speaker } from './page-frame.js'

/** Accepted updates that fit, by title as a reader of this language expects; a form to narrow them. */
export function acceptedView(
  { accepted }: UpdateList,
  choice: UpdateChoice,
  { strings, config }: Pick<PageContext, 'strings' | 'config'>,
  language: Language,
) {
  const own = inLanguage(strings, language)
  const { text, count } = speaker(strings, language, 'pages.updates')
  const rows = chosenUpdates(accepted, choice, { strings: own, language }).map(
    ({ update, revision, file, editors }) => ({
      href: `/updates/${update.id}?lang=${language}`,
      title: inLanguage(titleOf(update), language),
      topic: label(own, 'topics', update.topic),
      kind: label(own, 'kinds', update.kind),
      level: label(own, 'levels', update.level),
      editors: editors.map(name => ownName(name, language)).join(', '),
      file: nameInFolder(file),
      revision,
      isWithdrawn: update.status === 'withdrawn',
    }),
  )
  const options = (name: 'topic' | 'kind' | 'level', group: string, codes: Iterable<string>) => ({
    name,
    label: text(name),
    options: [
      { code: '', name: text('all'), isChosen: choice[name] === '' },
      ...[...new Set(codes)]
        .map(code => ({ code, name: label(own, group, code), isChosen: code === choice[name] }))
        .sort((one, other) => one.name.localeCompare(other.name, language)),
    ],
  })
  return {
    q: choice.q,
    sort: choice.sort,
    sorts: sortLinks(
      '/updates',
      choice,
      { keys: ['update', ...UPDATE_ORDERS], standard: 'update' },
      text,
      language,
    ),
    count: count('accepted-count', rows.length),
    rows,
    selects: [
      options(
        'topic',
        'topics',
        accepted.map(({ update }) => update.topic),
      ),
      options('kind', 'kinds', KINDS),
      options('level', 'levels', Object.keys(config.agency.levels)),
    ],
  }
}

/** Files that can't be used, each with its problems, line by line, and what would be right. */
export const refusedView = (problems: readonly Problem[], language: Language) =>
  [...byFile(problems)].map(([file, own]) => ({
    file: nameInFolder(file),
    problems: own.map(problem => {
      const described = describeProblem(problem, language)
      return { place: placeInWords(described, language), message: described.message, hint: described.hint }
    }),
  }))
