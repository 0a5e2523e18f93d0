import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { localDay } from '../model/calendar/calendar.js'
import { placesIn } from '../model/editions/audience-place.js'
import { inLanguage, type Language } from '../model/language/language.js'
import { say } from '../present/mail/wording.js'
import { editionName } from '../present/pages/edition-name.js'
import { describeProblem } from '../present/problem/texts.js'
import { type SignOffSummary, summaryFacts } from '../present/staff-mail/sign-off-summary.js'
import { audienceTables, checkedTables } from '../present/staff-mail/sign-off-tables.js'
import { audienceChanges } from '../steps/editions/audience-changes.js'
import { type NextDraft, type NextMisses, nextDraft, nextMisses } from '../steps/editions/next-edition.js'
import { listRemarks } from '../steps/sign-off/list-remarks.js'
import { audienceChangesView } from './audience-changes-view.js'
import { type ChangeView, changesView } from './changes-view.js'
import { byFile } from './desk-jobs.js'
import { frameOf, html, languageOf, momentOf, type PageContext, speaker } from './page-frame.js'
import { type RemarksOn, remarkForm, remarksView } from './remarks-view.js'

const PATH = '/editions/next'

/** What the next edition would hold if it were frozen this minute. Freezes and changes nothing. */
export function addNextPage(server: FastifyInstance, context: PageContext): void {
  server.get(PATH, (request, reply) => nextPage(request, reply, context))
}

async function nextPage(request: FastifyRequest, reply: FastifyReply, context: PageContext) {
  const { app, config, strings } = context
  const language = languageOf(request)
  const own = inLanguage(strings, language)
  const { text } = speaker(strings, language, 'pages.next')
  const next = await nextMisses(app)
  const draft = next && (await nextDraft(app))
  const today = localDay(app.clock(), config.timeZone)
  const frame = frameOf(request, context, language, PATH)
  const form = frame.session?.form ?? null
  const { toCheck, settled } = draft
    ? checkedTables(draft.summary, own, language)
    : { toCheck: [], settled: [] }
  const who = draft && audienceTables(draft.summary, own, language)
  const view = {
    ...frame,
    language,
    title: text('title'),
    name: next && editionName(next.edition, today, own, language),
    leaves: next && text('leaves', { at: momentOf(next.sendAt, context, language) }),
    none: next ? null : text('none'),
    what: text('what'),
    missing: next ? missingView(next, context, language) : [],
    facts: draft ? summaryFacts(draft.summary, own, language) : [],
    audience: draft && (await audienceOf(draft, context, language)),
    toCheck,
    lists: draft
      ? await listsOf(draft.summary, context, { ...{ language, form }, person: request.person })
      : [],
    tables: who ? [who.exclusions, ...settled] : [],
    mail: draft && { href: `${PATH}/mail?lang=${language}`, text: text('mail') },
    noDraft: next && !draft ? text('no-draft') : null,
    text: { missing: text('missing'), mail: text('mail-title') },
  }
  return html(reply, await context.fill('next', language, view.title, view))
}

/** Changed mandates that are named, of each kind; the page of the audience names more. */
const NAMED_AT_MOST = 5

/** What changed in the audience since the edition sent last, and where all of it is. */
async function audienceOf({ content, audience }: NextDraft, context: PageContext, language: Language) {
  const { app, config, strings } = context
  const next = { id: content.edition, dispatchedAt: null }
  const { before, changes } = await audienceChanges(app, next, { places: placesIn(audience) }, NAMED_AT_MOST)
  const today = localDay(app.clock(), config.timeZone)
  const own = inLanguage(strings, language)
  const previous = before && editionName(before.edition, today, own, language)
  return {
    changes: audienceChangesView({ changes, communes: content.communes }, previous, context, language),
    href: `${PATH}/audience?lang=${language}`,
    text: speaker(strings, language, 'pages.audience').text('link'),
  }
}

/** What changes and what is new, each update with its open remarks and a form for another. */
async function listsOf(
  summary: SignOffSummary,
  { app, strings, config }: PageContext,
  who: Pick<RemarksOn, 'language' | 'form' | 'person'>,
) {
  const { language } = who
  const own = inLanguage(strings, language)
  const { text } = speaker(strings, language, 'pages.sign')
  const on: RemarksOn = { ...who, context: { strings, config }, from: 'next', typed: null }
  const { changed, news } = changesView(summary, own, language)
  const open = await listRemarks(app, { updates: [...changed, ...news].map(({ id }) => id), isOpen: true })
  const beside = (view: ChangeView) => {
    const form = remarkForm(view.id, on)
    return {
      ...view,
      remarks: remarksView(
        open.filter(({ update }) => update === view.id),
        { ...on, form: null },
      ),
      add: form && { ...form, mistakes: [] },
    }
  }
  return [
    {
      id: 'changed',
      title: say(own, 'notices.summary.changes'),
      items: changed.map(beside),
      none: text('nothing-here'),
    },
    { id: 'new', title: text('news'), items: news.map(beside), none: text('nothing-here') },
  ]
}

/** What can't come along: files with problems, line by line, and files that are missing. */
function missingView({ problems, gone }: NextMisses, { strings }: PageContext, language: Language) {
  const { text } = speaker(strings, language, 'pages.next')
  const refused = [...byFile(problems)].map(([file, own]) => ({
    file,
    icon: 'no',
    lines: own.map(problem => describeProblem(problem, language).message),
  }))
  return [...refused, ...gone.map(({ file }) => ({ file, icon: 'risk', lines: [text('gone')] }))]
}
