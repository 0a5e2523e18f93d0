import type { FastifyReply, FastifyRequest } from 'fastify'
import { localDay } from '../model/calendar/calendar.js'
import type { EditionItem } from '../model/editions/edition.js'
import { inLanguage, type Language } from '../model/language/language.js'
import { titleOf } from '../model/updates/update.js'
import { kindOf } from '../present/mail/order.js'
import { ownName } from '../present/mail/own-name.js'
import { label, say } from '../present/mail/wording.js'
import { editionName } from '../present/pages/edition-name.js'
import { rosterToday } from '../steps/context.js'
import { type Foreseen, flashCandidates, foreseeOutOfTurn } from '../steps/editions/prepare-out-of-turn.js'
import { formTokenOf } from '../steps/staff/log-in.js'
import type { FormMistake, OutOfTurnForm } from './out-of-turn-form.js'
import { frameOf, html, languageOf, momentOf, type PageContext, speaker } from './page-frame.js'

export type Shown = {
  corrects: string | null
  /** Null before anything was typed. */
  form: OutOfTurnForm | null
  mistakes: FormMistake[]
  foreseen: Foreseen | null
}

/** The form as it was typed, each mistake beside its field; with what the edition will do, once that is known. */
export async function outOfTurnPage(
  request: FastifyRequest,
  reply: FastifyReply,
  context: PageContext,
  shown: Shown,
) {
  const { corrects, form, mistakes, foreseen } = shown
  const { app, config, strings } = context
  const language = languageOf(request)
  const own = inLanguage(strings, language)
  const kind = corrects === null ? 'flash' : 'erratum'
  const { text, count } = speaker(strings, language, 'pages.out-of-turn')
  const today = localDay(app.clock(), config.timeZone)
  const path = corrects === null ? '/editions/flash' : `/editions/${corrects}/erratum`
  const name = corrects && editionName(corrects, today, own, language)
  const token = formTokenOf(app, request.sessionToken)
  const candidates = await candidatesOf(request, shown, context)
  const at = (field: string) =>
    mistakes.filter(one => one.field === field).map(({ key }) => text(`mistakes.${key}`))
  const view = {
    ...frameOf(request, context, language, path),
    language,
    back: name
      ? { href: `/editions/${corrects}?lang=${language}`, text: name }
      : { href: `/editions?lang=${language}`, text: say(own, 'pages.editions') },
    title: text(`${kind}.title`),
    what: text(`${kind}.what`, { edition: name ?? '' }),
    action: `${path}?lang=${language}`,
    form: token,
    summary: mistakes.length > 0 ? count('summary', mistakes.length) : null,
    problems: mistakes.map(({ field, key }) => ({ field, message: text(`mistakes.${key}`) })),
    updates: {
      mistakes: at('updates'),
      none: candidates.length === 0 ? text(`${kind}.none`) : null,
      write: {
        href: `${corrects === null ? '/updates/new' : '/updates'}?lang=${language}`,
        text: text(`${kind}.write`),
      },
      options: candidates.map(item => updateOption(item, form, own, language)),
    },
    to: corrects === null ? await toView(form, at('to'), context, language) : null,
    reasons:
      corrects === null
        ? []
        : config.agency.languages.map(code => ({
            ...{ code, name: `reason.${code}`, label: say(inLanguage(strings, code), 'language.name') },
            value: form?.reason[code] ?? '',
            mistakes: at(`reason.${code}`),
          })),
    foreseen:
      form &&
      foreseen &&
      foreseenView(foreseen, hiddenIn(form, foreseen.edition, token), context, language, today),
    text: Object.fromEntries(WORDS.map(key => [key, text(key)])),
  }
  reply.code(mistakes.length > 0 ? 422 : 200)
  return html(reply, await context.fill('out-of-turn', language, view.title, view))
}

const WORDS = ['updates', 'to', 'communes', 'reason', 'reason-what', 'check', 'will', 'confirm', 'list']

/** What can be chosen: of a flash what is not told yet, of a correction what was corrected since. */
async function candidatesOf(
  request: FastifyRequest,
  { corrects, form }: Shown,
  { app }: PageContext,
): Promise<EditionItem[]> {
  if (corrects === null) return flashCandidates(app)
  const erratum = { corrects, reason: form?.reason ?? {} }
  const found = await foreseeOutOfTurn(app, { wishes: { erratum }, by: request.person?.email ?? '' })
  return found.kind === 'foreseen' ? found.items : []
}

/** Before anything was typed, what is urgent is chosen, and all that was corrected. */
function updateOption(
  item: EditionItem,
  form: OutOfTurnForm | null,
  own: Parameters<typeof label>[0],
  language: Language,
) {
  const { update } = item
  const isMeant = update.urgency === 'urgent' || item.section !== 'new'
  return {
    id: update.id,
    title: inLanguage(titleOf(update), language),
    state: label(own, 'notices.sections', kindOf(item)),
    isChosen: form ? form.updates.includes(update.id) : isMeant,
  }
}

async function toView(
  form: OutOfTurnForm | null,
  mistakes: string[],
  { app, strings }: PageContext,
  language: Language,
) {
  const { text } = speaker(strings, language, 'pages.out-of-turn')
  const { roster } = await rosterToday(app)
  return {
    mistakes,
    options: (['all', 'concerned', 'some'] as const).map(code => ({
      ...{ code, name: text(`tos.${code}`) },
      isChosen: (form?.to ?? 'all') === code,
    })),
    isSome: form?.to === 'some',
    communes: roster.communes
      .map(({ nis, name }) => ({
        ...{ code: nis, name: inLanguage(name, language) },
        isChosen: form?.communes.includes(nis) ?? false,
      }))
      .sort((one, other) => one.name.localeCompare(other.name, language)),
  }
}

/** What was foreseen is what is confirmed, whatever is changed in the form below it. */
function hiddenIn({ updates, to, communes, reason }: OutOfTurnForm, edition: string, form: string) {
  const fields: [string, string][] = [
    ...[['form', form] as [string, string], ['action', 'confirm'] as [string, string]],
    ...[['edition', edition] as [string, string], ['to', to] as [string, string]],
    ...updates.map((id): [string, string] => ['updates', id]),
    ...communes.map((nis): [string, string] => ['communes', nis]),
    ...Object.entries(reason).map(([language, text]): [string, string] => [`reason.${language}`, text]),
  ]
  return fields.map(([name, value]) => ({ name, value }))
}

/** What it will do, in words and numbers. */
function foreseenView(
  foreseen: Foreseen,
  hidden: { name: string; value: string }[],
  context: PageContext,
  language: Language,
  today: string,
) {
  const { text, count } = speaker(context.strings, language, 'pages.out-of-turn')
  const { edition, items, addressees, communes, signers, closesAt } = foreseen
  const names = signers.map(({ name }) => ownName(name, language))
  return {
    hidden,
    name: editionName(edition, today, inLanguage(context.strings, language), language),
    items: items.map(({ update }) => inLanguage(titleOf(update), language)),
    lines: [
      `${count('people', addressees)} ${count('in-communes', communes)}`,
      names.length > 0 ? text('signers', { names: names.join(', ') }) : text('no-signer'),
      text('leaves', { closes: momentOf(closesAt, context, language) }),
    ],
    canConfirm: names.length > 0,
  }
}
