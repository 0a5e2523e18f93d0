/** Files written by editors and SPOCs. */

const update = (id: string, head: string, french: string, dutch: string) =>
  [
    '---',
    `id: ${id}`,
    'kind: notice',
    'topic: economy',
    'level: region',
    `${head}---`,
    french,
    '',
    dutch,
    '',
  ].join('\n')
export const HOURS_DIFFER = update(
  'permanence',
  '',
  '# fr: Permanence\nLa permanence répond aux commerçants de 9 h à 17 h.',
  '# nl: Permanentie\nDe permanentie antwoordt handelaars van 9 tot 18 uur.',
)
export const BROKEN = update(
  'mauvais',
  'deadline: 2020-02-30\nunknown: 1\n',
  '# fr: Mauvais\nUn {{mot}}.',
  '# nl: Slecht\nEen {{woord}}.',
)
export const ONE_LANGUAGE = update(
  'couvre-feu',
  'urgency: urgent\n',
  '# fr: Couvre-feu dès 22 heures\nIl s’applique dès ce soir.',
  '',
)
export const ANSWER = 'Bonjour,\n\nOui, une brocante est un marché.\n\nBien à vous,\nPoint de contact\n'
