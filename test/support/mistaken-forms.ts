import { takeIn } from '../../src/steps/updates/take-in.js'
import { type DeskWeek, removeFile, type StaffRole, writeFile } from './desk-week.js'
import { ASKED } from './known-pages.js'

const TYPED = 'Tapé à la main 7373'

/** A form with one mistake: who sends it, what, the id of the field that is wrong, and what was typed beside it. */
export type Mistake = {
  who: StaffRole
  fields: Record<string, string>
  wrong: string
  typed?: string
  edition?: string
}

/** By route, the forms with one mistake. */
export const MISTAKES: Record<string, Mistake[]> = {
  '/updates/new': [
    {
      who: 'editor',
      fields: { action: 'save', 'title.fr': TYPED, deadline: '2020-02-30' },
      wrong: 'deadline',
      typed: TYPED,
    },
    {
      who: 'editor',
      fields: { action: 'save', 'title.fr': TYPED, kind: 'notice' },
      wrong: 'topic',
      typed: TYPED,
    },
  ],
  '/updates/:id/edit': [
    {
      who: 'editor',
      fields: { action: 'save', 'text.fr': TYPED, until: 'demain' },
      wrong: 'until',
      typed: TYPED,
    },
  ],
  '/updates/:id/remarks': [{ who: 'editor', fields: { text: ' ' }, wrong: 'remark-prime-unique' }],
  '/updates/gone': [
    { who: 'editor', fields: { reason: TYPED }, wrong: 'chosen', typed: TYPED },
    { who: 'editor', fields: { update: 'perdue', reason: '' }, wrong: 'reason' },
  ],
  '/editions/:edition/act': [
    { who: 'editor', fields: { act: 'cancel', reason: ' ' }, wrong: 'reason-cancel', edition: ASKED },
  ],
  '/follow-ups/:id/address': [
    { who: 'spoc', fields: { address: 'nobody at all', note: TYPED }, wrong: 'address', typed: TYPED },
  ],
  '/follow-ups/:id/assign': [{ who: 'spoc', fields: { to: 'spoc-ouest@agence.example' }, wrong: 'to' }],
  '/follow-ups/:id/done': [
    { who: 'spoc', fields: { result: '', note: TYPED }, wrong: 'result', typed: TYPED },
  ],
  '/follow-ups/:id/note': [{ who: 'spoc', fields: { text: TYPED.repeat(600) }, wrong: 'note', typed: TYPED }],
  '/follow-ups/:id/share': [
    {
      ...{ who: 'spoc', wrong: 'confirmed', typed: TYPED },
      fields: { kind: 'notice', language: 'fr', question: TYPED, answer: 'Oui' },
    },
    {
      ...{ who: 'spoc', wrong: 'answer', typed: TYPED },
      fields: { kind: 'notice', language: 'fr', question: TYPED, answer: '', confirmed: 'yes' },
    },
  ],
}

/** An update whose file is gone, which somebody must explain. */
export async function loseFile({ world }: DeskWeek): Promise<void> {
  writeFile(world, 'perdue', {})
  await takeIn(world.app)
  removeFile(world, 'perdue')
  await takeIn(world.app)
}
