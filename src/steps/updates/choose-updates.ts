import { z } from 'zod'
import { inLanguage } from '../../model/language/language.js'
import { KINDS, titleOf } from '../../model/updates/update.js'
import { ownName } from '../../present/mail/own-name.js'
import { label } from '../../present/mail/wording.js'
import type { Words } from '../../present/sheets/reported.js'
import type { ListedUpdate } from './list-updates.js'

/** What a list of updates is sorted by, but for its title. */
export const UPDATE_ORDERS = ['topic', 'kind', 'level', 'editors', 'file'] as const

/** What a list of updates is narrowed to, as a page's address says it; an impossible value narrows nothing. */
const Choice = z.object({
  q: z.string().trim().max(200).catch(''),
  topic: z.string().max(60).catch(''),
  kind: z.enum(['', ...KINDS]).catch(''),
  level: z.string().max(60).catch(''),
  sort: z.enum(['', ...UPDATE_ORDERS]).catch(''),
})
export type UpdateChoice = z.infer<typeof Choice>

/** Reads a choice from an address or from `--query`. */
export const updateChoice = (query: unknown): UpdateChoice => Choice.parse(query)

/** Those that fit, sorted as a reader of this language expects: É beside E; what is equal stands by title. */
export function chosenUpdates(
  accepted: readonly ListedUpdate[],
  choice: UpdateChoice,
  { strings, language }: Pick<Words, 'strings' | 'language'>,
): ListedUpdate[] {
  const { compare } = new Intl.Collator(language)
  const title = ({ update }: ListedUpdate) => inLanguage(titleOf(update), language)
  const keys: Record<UpdateChoice['sort'], (one: ListedUpdate) => string> = {
    '': title,
    topic: ({ update }) => label(strings, 'topics', update.topic),
    kind: ({ update }) => label(strings, 'kinds', update.kind),
    level: ({ update }) => label(strings, 'levels', update.level),
    editors: ({ editors }) => editors.map(name => ownName(name, language)).join(', '),
    file: ({ file }) => file,
  }
  const key = keys[choice.sort]
  return accepted
    .filter(one => fits(one, choice))
    .sort((one, other) => compare(key(one), key(other)) || compare(title(one), title(other)))
}

function fits({ update, file, editors }: ListedUpdate, { q, topic, kind, level }: UpdateChoice): boolean {
  if ((topic && update.topic !== topic) || (kind && update.kind !== kind)) return false
  if (level && update.level !== level) return false
  const searched = [...Object.values(titleOf(update)), update.id, file, ...editors].map(folded)
  return folded(q)
    .split(' ')
    .every(word => searched.some(text => text.includes(word)))
}

const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
