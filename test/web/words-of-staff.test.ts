import { fileURLToPath } from 'node:url'
import { describe, expect, it } from '@jest/globals'
import { loadLocales } from '../../src/mjml/load.js'
import { renderNotice } from '../../src/mjml/notice.js'
import { loadNoticeTemplates } from '../../src/mjml/notice-templates.js'
import { BRUSSELS } from '../../src/model/agency/agency.js'
import { MANDATE_ROLES } from '../../src/model/agency/role-names.js'
import { DELIVERY_STATES } from '../../src/model/delivery/delivery.js'
import { OWN_BEGINNINGS, OWN_WORDS, OWN_WORDS_KEYS } from '../../src/model/delivery/own-words.js'
import { CAUSES } from '../../src/model/delivery/status.js'
import { EXCLUSION_REASONS } from '../../src/model/editions/audience.js'
import type { Strings } from '../../src/model/editions/edition.js'
import { SECTIONS } from '../../src/model/editions/edition.js'
import { EDITION_STATES } from '../../src/model/editions/state.js'
import { WEEK_NEEDS, WEEK_STEPS } from '../../src/model/editions/week-line.js'
import { FOLLOW_UP_EVENTS } from '../../src/model/follow-ups/act.js'
import { COMMUNE_STATES } from '../../src/model/follow-ups/commune-state.js'
import {
  FOLLOW_UP_REASONS,
  FOLLOW_UP_RESULTS,
  FOLLOW_UP_STATES,
  type FollowUp,
  type FollowUpEnd,
} from '../../src/model/follow-ups/follow-up.js'
import { resultsOf, suggestion } from '../../src/model/follow-ups/follow-up-rules.js'
import { toldBy } from '../../src/model/follow-ups/told.js'
import { EDITOR_LANGUAGES, inLanguage, type Language } from '../../src/model/language/language.js'
import { KINDS, STATUSES } from '../../src/model/updates/update.js'
import { followUpsSheet } from '../../src/present/sheets/list-sheets.js'
import type { Task } from '../../src/present/staff-mail/digest-task.js'
import type { Notice } from '../../src/present/staff-mail/notice.js'
import { NOTICE_KINDS } from '../../src/present/staff-mail/notice-kinds.js'
import { formsView } from '../../src/web/follow-up-forms.js'
import { historyView, wordsFor } from '../../src/web/follow-up-page.js'
import type { Telling } from '../../src/web/follow-up-telling.js'
import { itemView } from '../../src/web/follow-up-view.js'
import { speaker } from '../../src/web/page-frame.js'
import { openPageTemplates } from '../../src/web/page-templates.js'
import { sampleNotice } from '../support/notices.js'
import { parse } from '../support/roster-files.js'

const TEMPLATES = fileURLToPath(new URL('../../templates', import.meta.url))
const strings = await loadLocales(TEMPLATES, BRUSSELS)
const { fill } = openPageTemplates({ templatesDir: TEMPLATES, agency: BRUSSELS }, strings)
const notices = await loadNoticeTemplates(TEMPLATES, BRUSSELS)
const TODAY = '2026-12-02'

const REASONS = [...FOLLOW_UP_REASONS]
const ACTIONS = [...new Set(REASONS.map(reason => suggestion(reason, TODAY).action))]
const RESULTS: FollowUpEnd[] = [...FOLLOW_UP_RESULTS, 'settled', 'moved']
const OUTCOMES = ['accepted', 'deferred', 'bounced', 'in-doubt', 'lost', 'suppressed']
const PHASES = ['started', 'dot', 'answered']

/** Which group of a locale names the codes of which list. */
const NAMED: [group: string, codes: readonly string[]][] = [
  ['followUps.reasons', REASONS],
  ['followUps.actions', ACTIONS],
  ['followUps.states', FOLLOW_UP_STATES],
  ['followUps.results', RESULTS],
  ['followUps.events', FOLLOW_UP_EVENTS],
  ['followUps.causes', CAUSES],
  ['followUps.ownWords', OWN_WORDS_KEYS],
  ['communeStates', COMMUNE_STATES],
  ['pages.communeStates', COMMUNE_STATES],
  ['pages.editionStates', EDITION_STATES],
  ['pages.week.steps', WEEK_STEPS],
  ['pages.week.needs', WEEK_NEEDS],
  ['report.editionStates', EDITION_STATES],
  ['pages.deliveryStates', DELIVERY_STATES],
  ['report.deliveryStates', [...DELIVERY_STATES, ...OUTCOMES]],
  ['report.phases', PHASES],
  ['report.roles', MANDATE_ROLES],
  ['notices.roles', MANDATE_ROLES],
  ['notices.exclusions', EXCLUSION_REASONS],
  ['notices.sections', SECTIONS],
  ['notices.kinds', NOTICE_KINDS],
  ['kinds', KINDS],
  ['levels', Object.keys(BRUSSELS.levels)],
  ['differences.status', STATUSES],
]
/** Codes that are the word itself in a language. */
const OWN: Record<Language, string[]> = {
  fr: [
    'signature',
    'question',
    'correction',
    'objection',
    'support',
    'notice',
    'europe',
    'practice',
    'other',
    'vacant',
  ],
  nl: ['open', 'support', 'other', 'vacant'],
}
const CODES = [...new Set(NAMED.flatMap(([, codes]) => codes))]
const ENGLISH =
  /(?<![\p{L}-])(?:the|were|its|until|from|been|nothing|refused|somebody|address|connection|lost|ledger|unknown|relay|answer|suppressed|bounced)(?![\p{L}-])/giu

const at = (own: Strings, key: string) =>
  key
    .split('.')
    .reduce<Strings | string | undefined>((part, name) => (part as Strings | undefined)?.[name], own)

/** What somebody reads, without what is a quotation of a machine and says so. */
function read(html: string): string {
  return (
    html
      .replace(/<style[\s\S]*?<\/style>|<title[\s\S]*?<\/title>/g, ' ')
      .replace(/<(\w+)[^>]* lang="en"[^>]*>[\s\S]*?<\/\1>/g, ' ')
      .replace(/<[^>]*>/g, ' ')
      // The names of columns are what they are.
      .replace(/\S+@\S+|https?:\S+|\([^)]*\bphone\b[^)]*\)/g, ' ')
  )
}

function strange(text: string, language: Language): string[] {
  const codes = CODES.filter(
    code =>
      !inLanguage(OWN, language).includes(code) &&
      new RegExp(`(?<![\\p{L}-])${code}(?![\\p{L}-])`, 'u').test(text),
  )
  return [...codes, ...(text.match(ENGLISH) ?? [])]
}

const DETAILS = [
  ...Object.values(OWN_WORDS),
  ...Object.values(OWN_BEGINNINGS).map(
    words => `${words === OWN_BEGINNINGS['in-a-row'] ? '10 ' : ''}${words}ETIMEDOUT`,
  ),
  `${OWN_BEGINNINGS['held-back']}bounced for good in 2026-W47 and 2026-W48`,
  ...CAUSES,
  'ECONNECTION Connection closed unexpectedly',
  'User unknown',
]

function followUps(): FollowUp[] {
  const base = { edition: '2026-W48', commune: '21001', recipient: 'anderlecht-mayor', spoc: 'spoc-ouest' }
  const more = {
    openedAt: new Date('2026-11-27T09:00:00Z'),
    takenBy: null,
    doneBy: null,
    doneAt: null,
    assignedBy: null,
  }
  const open = REASONS.flatMap(reason => {
    const details: Record<string, string[]> = {
      away: ['until 2026-12-11'],
      'mandate-ending': ['2026-12-11'],
      correction: ['Voici / Hierbij.\n\nnew address: neuve@anderlecht.example'],
      question: ['Quand ?'],
      ...Object.fromEntries(
        ['bounced', 'gave-up', 'in-doubt', 'late', 'suppressed', 'not-allowed'].map(one => [one, DETAILS]),
      ),
    }
    return (details[reason] ?? ['']).map(detail => ({ reason, detail, state: 'open' as const, result: null }))
  })
  const done = RESULTS.map(result => ({
    reason: 'bounced' as const,
    detail: '',
    state: 'done' as const,
    result,
  }))
  return [...open, ...done].map((one, index) => ({
    ...base,
    ...more,
    ...one,
    ...suggestion(one.reason, TODAY),
    id: String(index + 1),
  }))
}

function telling(language: Language): Telling {
  const { roster } = parse({})
  const person = roster.staff[0]
  if (!person) throw new Error('nobody on the staff')
  return {
    roster,
    standIns: new Map(),
    person,
    strings,
    language,
    timeZone: 'Europe/Brussels',
    search: { whose: '', done: '' },
    now: new Date(`${TODAY}T09:00:00Z`),
  }
}

describe.each(EDITOR_LANGUAGES)('what staff reads in %s', language => {
  const own = inLanguage(strings, language)

  it('has a word for each code of the program, which is not the code', () => {
    const missing = NAMED.flatMap(([group, codes]) =>
      codes
        .filter(code => {
          const text = at(own, `${group}.${code}`)
          return (
            typeof text !== 'string' ||
            text === '' ||
            (text === code && !inLanguage(OWN, language).includes(code))
          )
        })
        .map(code => `${group}.${code}`),
    )
    expect(missing).toEqual([])
  })

  it('has no code and no English on the page of the follow-ups, of whatever reason, detail, state and result', async () => {
    const items = followUps().map(one => itemView(one, telling(language)))
    const { text } = speaker(strings, language, 'pages.followUps')
    const frame = {
      words: own.pages,
      others: [],
      form: '',
      summary: '',
      none: '',
      filters: [],
      text: wordsFor(text),
    }
    const page = await fill('follow-ups', language, '', {
      ...frame,
      groups: [{ id: 'late', name: '', items }],
    })
    expect(items.length).toBeGreaterThan(REASONS.length + RESULTS.length)
    expect(strange(read(page), language)).toEqual([])
    expect(read(page)).not.toMatch(/\d{4}-\d{2}-\d{2}/)
  })

  it('has none in the history of one, nor among what can be done with it', () => {
    const events = FOLLOW_UP_EVENTS.flatMap(kind =>
      (kind === 'done'
        ? RESULTS
        : kind === 'moved'
          ? REASONS
          : kind === 'reassigned'
            ? ['spoc-nord']
            : [null]
      ).map(became => ({
        kind,
        at: new Date('2026-11-27T09:00:00Z'),
        by: null,
        was: null,
        became,
        words: null,
      })),
    )
    const history = historyView(events, telling(language)).map(({ what, by }) => `${what} ${by}`)
    const forms = followUps().flatMap(one => {
      const { results, topics } = formsView(one, { events: [], telling: telling(language) })
      expect(one.state === 'done' || results.length === resultsOf(one.reason).length).toBe(true)
      return [...results, ...topics].map(({ name }) => name)
    })
    expect(strange([...history, ...forms].join('\n'), language)).toEqual([])
  })

  it('has none in the sheets of a workbook but what a server said', () => {
    const { rows } = followUpsSheet(
      followUps().filter(one => toldBy(one).quote === null),
      { strings: own, language, timeZone: 'Europe/Brussels' },
      parse({}).roster,
      '2020-04-30',
    )
    const text = rows.map(([, state, , , , , , reason, action, , , detail]) =>
      [state, reason, action, detail].join(' '),
    )
    expect(strange(text.join('\n'), language)).toEqual([])
  })

  it('has none in the mails: a digest with every reason, and what a server or we ourselves noted', async () => {
    const tasks = followUps()
      .filter(({ state }) => state !== 'done')
      .map(
        (one): Task => ({
          ...{
            who: '',
            role: 'mayor',
            email: '',
            edition: one.edition,
            reason: one.reason,
            action: one.action,
          },
          ...{ due: '2026-11-30', isOverdue: true, daysLate: 2, isInHand: true, standIn: null },
          facts: toldBy(one).facts,
          detail: toldBy(one).quote?.text ?? '',
          whose: toldBy(one).quote?.whose ?? 'person',
        }),
      )
    const digest = sampleNotice('spoc-digest') as Extract<Notice, { kind: 'spoc-digest' }>
    const [commune] = digest.values.communes
    if (!commune) throw new Error('a sample without a commune')
    const mails = [
      { ...digest, values: { ...digest.values, communes: [{ ...commune, tasks }], standingInFor: [] } },
      ...DETAILS.map(
        answer =>
          ({
            ...sampleNotice('mail-refused'),
            values: { edition: '2026-W48', answer, command: null },
          }) as Notice,
      ),
      ...[...DETAILS, 'not-allowed', 'expired', 'suppressed'].map(error => {
        const notice = sampleNotice('notice-failed') as Extract<Notice, { kind: 'notice-failed' }>
        return { ...notice, values: { ...notice.values, error } }
      }),
    ]
    for (const mail of mails) {
      const { html } = await renderNotice(
        { ...mail, to: { ...mail.to, languages: [language] } } as Notice,
        notices,
      )
      const half = html.split('id="notice-')[1] ?? ''
      expect(strange(read(half), language)).toEqual([])
    }
  })
})

describe('the locales', () => {
  it('have the same keys, and the same text only where it is the same in both languages', () => {
    const listed = (own: Strings, path = ''): [string, string][] =>
      Object.entries(own).flatMap(([key, value]) =>
        typeof value === 'string'
          ? ([[`${path}${key}`, value]] as [string, string][])
          : listed(value, `${path}${key}.`),
      )
    const [fr, nl] = [new Map(listed(inLanguage(strings, 'fr'))), new Map(listed(inLanguage(strings, 'nl')))]
    expect([...fr.keys()].sort()).toEqual([...nl.keys()].sort())
    const same = [...fr].filter(
      ([key, text]) => nl.get(key) === text && /\p{L}{2,}/u.test(text.replace(/\{[\w-]+\}/g, '')),
    )
    expect(same.map(([key, text]) => `${key}: ${text}`)).toEqual(SAME)
  })

  it('tell of a command only with who gives it and what it does', () => {
    const COMMAND = /(?<![\p{L}])estafette [a-z-]+|np[mx] |[Cc]ommand[eo]|[Oo]pdracht/u
    const WHO = { fr: /(?:[Ll]e|au) service informatique/, nl: /[Dd]e dienst Informatica/ }
    const DOES = {
      fr: /prépar|envoie|annule|fait repartir/,
      nl: /opmaken|verstuurt|annuleert|hervatten/,
    }
    const listed = (own: Strings, path = ''): [string, string][] =>
      Object.entries(own).flatMap(([key, value]) =>
        typeof value === 'string'
          ? ([[`${path}${key}`, value]] as [string, string][])
          : listed(value, `${path}${key}.`),
      )
    for (const language of EDITOR_LANGUAGES) {
      const told = listed(inLanguage(strings, language)).filter(
        ([key, text]) => COMMAND.test(text) && key !== 'notices.facts.command',
      )
      expect(told.map(([key]) => key)).toEqual([
        'notices.mail-refused.paused',
        'notices.edition-held.next',
        'notices.clock-jumped.next',
        'notices.window-missed.next',
      ])
      for (const [, text] of told)
        for (const sentence of text.split(/(?<=\.) /).filter(one => COMMAND.test(one))) {
          expect(sentence).toMatch(WHO[language])
          expect(sentence).toMatch(DOES[language])
        }
    }
  })
})

/** Words that both languages have. */
const SAME = [
  'topics.horeca: Horeca',
  'competences.horeca: Horeca',
  'edition.events: Agenda',
  'pages.updates.level: Niveau',
  'pages.update.fields.level: Niveau',
  'pages.delivery.message-id: Message-ID',
  'pages.write.fields.level: Niveau',
  'report.columns.message-id: Message-ID',
  'report.columns.reply-code: Code',
  'report.columns.level: Niveau',
  'notices.heads-summary.contact: Contact',
  'notices.heads-summary.seconds.one: {n} seconde',
  'layout.menu: Menu',
]
