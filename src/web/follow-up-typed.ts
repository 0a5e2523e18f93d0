/** What a refused form held, and which one it was. */
export type Typed = {
  act: string
  /** Somebody else was first: nothing is wrong with a field. */
  isOvertaken?: boolean
  text?: string
  note?: string
  result?: string
  to?: string
  address?: string
}

/** The field to go back to after a refusal, by the act. */
const FIELDS: Record<string, string> = {
  note: 'note',
  answer: 'answer',
  done: 'result',
  assign: 'to',
  topic: 'as',
  reopen: 'reopen-note',
  address: 'address',
}

type Possible = { canAnswer: boolean; canCorrect: boolean; canReopen: boolean }

/** Where the typed words of a refused form stand: in its form, else, when that is no longer there, in that of a note. */
export function typedView(typed: Typed | null, { canAnswer, canCorrect, canReopen }: Possible) {
  const {
    act = '',
    isOvertaken = false,
    text = '',
    note = '',
    result = '',
    to = '',
    address = '',
  } = typed ?? {}
  const isThere: Record<string, boolean> = {
    ...{ answer: canAnswer, address: canCorrect, reopen: canReopen },
    ...{ note: true, done: !canReopen, assign: !canReopen, topic: !canReopen },
  }
  const own = (name: string) => act === name && isThere[name] === true
  const left = own(act) ? '' : [address, text, note].filter(Boolean).join('\n')
  return {
    note: own('note') ? text : left,
    answer: own('answer') ? text : '',
    address: own('address') ? address : null,
    addressNote: own('address') ? note : '',
    doneNote: own('done') ? note : '',
    reopenNote: own('reopen') ? note : '',
    result,
    to,
    opens: { done: own('done'), assign: own('assign'), topic: own('topic'), reopen: own('reopen') },
    opensNote: own('note') || left !== '',
    kept: left !== '',
    field: own(act) ? (FIELDS[act] ?? null) : left !== '' ? 'note' : null,
    wrong: Object.fromEntries(
      Object.entries(FIELDS).map(([name, field]) => [field, own(name) && !isOvertaken]),
    ),
  }
}
