import type { StaffRole } from '../../test/support/desk-week.js'
import { NEXT, SENT, type WeekState } from './looks.js'

/** What is clicked: a link, a button, the line that opens a disclosure, or a link to a file; by the beginning of its French name. */
type Click = { kind: 'link' | 'button' | 'open' | 'file'; name: string }

/**
 * An everyday habit of who sends such mails, and its way on the desk. `clicks`: from my desk on; `page`: where one is then, or whose file one has;
 * `sees`: what stands there, in French.
 */
export type Habit = {
  habit: string
  who: StaffRole
  state: WeekState
  clicks: readonly Click[]
  page: string
  sees: string
}

const link = (name: string): Click => ({ kind: 'link', name })
const button = (name: string): Click => ({ kind: 'button', name })
const open = (name: string): Click => ({ kind: 'open', name })
const [SENT_NAME, NEXT_NAME] = ['Semaine 18 · du 27 avril au 3 mai', 'Semaine 19 · du 4 au 10 mai']
const AS_READ = [link(NEXT_NAME), link('Lire comme un destinataire')]

/** In the order of the week's states. */
export const HABITS: readonly Habit[] = [
  {
    habit: 'what leaves next, and what failed',
    ...{ who: 'editor', state: 'writing', clicks: [], page: '/', sees: 'fichier refusé' },
  },
  {
    habit: 'this week at a glance',
    ...{ who: 'head', state: 'writing', clicks: [], page: '/', sees: 'Clôture' },
  },
  {
    habit: 'the schedule, and when it leaves',
    ...{ who: 'spoc', state: 'writing', clicks: [], page: '/', sees: 'jeudi 7 mai à 9 h' },
  },
  {
    habit: 'the draft as it grows',
    ...{ who: 'editor', state: 'writing', clicks: [link(NEXT_NAME)], page: '/editions/next' },
    sees: 'Annonce du prêt Recover',
  },
  {
    habit: 'preview at any time, as a given person',
    ...{ who: 'editor', state: 'writing', clicks: [...AS_READ, button('Voir')] },
    ...{ page: '/editions/next/mail', sees: 'M’envoyer cet essai' },
  },
  {
    habit: 'a test to myself',
    ...{ who: 'editor', state: 'writing', clicks: [...AS_READ, button('M’envoyer cet essai')] },
    ...{ page: '/editions/next/mail', sees: 'redaction-economie@agence.example' },
  },
  {
    habit: 'write in the browser',
    ...{ who: 'editor', state: 'writing', clicks: [link('Informations'), link('Écrire une information')] },
    ...{ page: '/updates/new', sees: 'Titre' },
  },
  {
    habit: 'correct in the browser',
    ...{ who: 'editor', state: 'writing' },
    clicks: [link('Informations'), link('Prime unique'), link('Modifier')],
    ...{ page: '/updates/prime-unique/edit', sees: 'Enregistrer' },
  },
  {
    habit: 'what is wrong with my text',
    ...{ who: 'editor', state: 'writing', clicks: [], page: '/', sees: 'terrasses.md' },
  },
  {
    habit: 'an urgent one now',
    ...{ who: 'editor', state: 'writing', clicks: [link('Préparer une édition urgente')] },
    ...{ page: '/editions/flash', sees: 'urgente' },
  },
  {
    habit: 'correct what was sent',
    ...{ who: 'editor', state: 'writing', clicks: [link(SENT_NAME), link('Corriger cette édition')] },
    ...{ page: `/editions/${SENT}/erratum`, sees: 'Prime unique' },
  },
  {
    habit: 'who was not reached, by name',
    ...{ who: 'spoc', state: 'writing', clicks: [], page: '/', sees: 'Bourgmestre d’Anderlecht' },
  },
  {
    habit: 'a new address, and the mail once more, to one',
    ...{ who: 'spoc', state: 'writing', clicks: [link('Anderlecht · Adresse refusée')] },
    ...{ page: '/follow-ups/', sees: 'Nouvelle adresse' },
  },
  {
    habit: 'work on answers',
    ...{ who: 'spoc', state: 'writing', clicks: [link('Anderlecht · Question')] },
    ...{ page: '/follow-ups/', sees: 'Pour tous ?' },
  },
  {
    habit: 'export',
    ...{ who: 'spoc', state: 'writing' },
    clicks: [link('Tous les suivis'), { kind: 'file', name: 'Exporter la liste : XLSX' }],
    ...{ page: '/follow-ups', sees: 'Exporter la liste' },
  },
  {
    habit: 'archive and publishing',
    ...{
      who: 'head',
      state: 'writing',
      clicks: [link('Éditions publiées')],
      page: '/published/',
      sees: 'publiée',
    },
  },
  {
    habit: 'approval by another',
    ...{ who: 'approver', state: 'asked', clicks: [link('Lire et décider'), button('Approuver l’édition')] },
    ...{ page: `/editions/${NEXT}`, sees: 'approuvée' },
  },
  {
    habit: 'cancel, pause',
    ...{ who: 'approver', state: 'sending', clicks: [link(NEXT_NAME), open('Arrêter l’envoi')] },
    ...{ page: `/editions/${NEXT}`, sees: 'Pourquoi' },
  },
]

/** The habits as lines of a table: habit, who, clicks from my desk, page. */
export const habitLines = (): string[] =>
  HABITS.map(({ habit, who, clicks, page }) => {
    const way = clicks.map(({ name }) => `“${name}”`).join(' → ')
    return `| ${habit} | ${who} | ${clicks.length} | \`${page}\` | ${way} |`
  })
