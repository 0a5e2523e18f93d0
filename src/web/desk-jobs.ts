import { localDay } from '../model/calendar/calendar.js'
import type { FollowUp } from '../model/follow-ups/follow-up.js'
import { inLanguage, type Language } from '../model/language/language.js'
import type { Problem } from '../model/problem/problem.js'
import { nameInFolder } from '../model/staff/editors.js'
import { ownName } from '../present/mail/own-name.js'
import { describeProblem } from '../present/problem/texts.js'
import type { CommuneStatus } from '../steps/editions/read-edition.js'
import type { Carried, MyDesk } from '../steps/staff/my-desk.js'
import type { Telling } from './follow-up-telling.js'
import { itemView } from './follow-up-view.js'
import { type PageContext, speaker } from './page-frame.js'
import { COMMUNE_LOOKS } from './states.js'

/** Follow-ups shown on the desk; the rest is one link away. */
const FOLLOW_UPS = 8
/** Problems of a file told on the desk; all are on the page of updates. */
const PROBLEMS = 3

/** A line of work: when it is due, what it is, and the act that comes next. */
export type Job = {
  tone: string
  due: { strong: string; rest: string }
  href: string
  title: string
  says: { icon: string; text: string }[]
  lines: string[]
  act: { href: string; text: string; icon: string }
}

/** Follow-ups as jobs: the number to call is the act, where one is known. */
export function followUpJobs(followUps: FollowUp[], telling: Telling): Job[] {
  const { text } = speaker(telling.strings, telling.language, 'pages.my-desk')
  return followUps.slice(0, FOLLOW_UPS).map(followUp => {
    const item = itemView(followUp, telling)
    const [phone] = item.contacts.phones
    return {
      tone: item.dueShort.tone,
      due: item.dueShort,
      href: item.href,
      title: `${item.commune} · ${item.why}`,
      says: [{ icon: '', text: item.about }],
      lines: [item.action],
      act: phone ? { ...phone, icon: 'phone' } : { href: item.href, text: text('open'), icon: '' },
    }
  })
}

/** Files with problems, then those with warnings, as jobs of their editor. */
export function fileJobs(
  { next, toLookAt }: Pick<MyDesk, 'next' | 'toLookAt'>,
  { strings }: Pick<PageContext, 'strings'>,
  language: Language,
): Job[] {
  const { text, count } = speaker(strings, language, 'pages.my-desk')
  const page = `/updates?lang=${language}`
  const job = (file: string, problems: readonly Problem[], kind: 'refused' | 'warned'): Job => ({
    tone: kind === 'refused' ? 'late' : 'today',
    due: { strong: String(problems.length), rest: count(`file-rest.${kind}`, problems.length) },
    href: page,
    title: nameInFolder(file),
    says: problems.slice(0, PROBLEMS).map(problem => ({
      icon: kind === 'refused' ? 'no' : 'risk',
      text: describeProblem(problem, language).message,
    })),
    lines: [text(`file-what.${kind}`)],
    act: { href: page, text: text(`file-act.${kind}`), icon: '' },
  })
  const refused = byFile(next?.problems ?? [])
  return [
    ...[...refused].map(([file, problems]) => job(file, problems, 'refused')),
    ...toLookAt.map(({ file, warnings }) => job(file, warnings, 'warned')),
  ]
}

/** Problems by their file, in the order of the files. */
export function byFile(problems: readonly Problem[]): Map<string, Problem[]> {
  const files = new Map<string, Problem[]>()
  for (const problem of problems) files.set(problem.file, [...(files.get(problem.file) ?? []), problem])
  return files
}

/** Communes of the last edition that are not reached or at risk, as jobs of a head. */
export function communeJobs(
  communes: CommuneStatus[],
  edition: string,
  { strings }: Pick<PageContext, 'strings'>,
  language: Language,
): Job[] {
  const { text, count } = speaker(strings, language, 'pages.my-desk')
  const atRisk = communes.filter(({ state }) => state === 'not-reached' || state === 'at-risk')
  return atRisk.map(({ nis, name, state, accepted, deliveries }) => ({
    tone: state === 'not-reached' ? 'late' : 'today',
    due: { strong: `${accepted}/${deliveries}`, rest: count('reached', accepted) },
    href: `/editions/${edition}?lang=${language}#c${nis}`,
    title: inLanguage(name, language),
    says: [{ icon: COMMUNE_LOOKS[state].icon, text: text(`commune.${state}`) }],
    lines: [],
    act: { href: `/follow-ups?lang=${language}`, text: text('follow-ups'), icon: '' },
  }))
}

/** Who has how many follow-ups, the latest first. */
export function carriedView(
  carried: Carried[],
  { strings }: Pick<PageContext, 'strings'>,
  language: Language,
) {
  const { text } = speaker(strings, language, 'pages.my-desk.carried')
  const keys = ['late', 'today', 'open'] as const
  return {
    title: text('title'),
    head: [text('who'), ...keys.map(key => text(key))],
    rows: carried.map(one => ({
      name: ownName(one.name, language),
      cells: keys.map(key => ({ label: text(key), n: one[key] })),
    })),
  }
}

/** Follow-ups counted by when they are due. */
export function dueCounts(followUps: FollowUp[], { now, timeZone }: Telling) {
  const today = localDay(now, timeZone)
  const late = followUps.filter(({ due }) => due < today).length
  const dueToday = followUps.filter(({ due }) => due === today).length
  return { late, today: dueToday, later: followUps.length - late - dueToday }
}
