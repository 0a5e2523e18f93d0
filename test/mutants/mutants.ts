/** A guard taken out: exact strings of one file, and the smallest test that must then be red. */
export type Mutant = {
  guard: string
  file: string
  cuts: [find: string, replacement: string][]
  test: string
  /** Which test of the file, as jest's -t. */
  named: string
}

const LEDGER = 'test/postgres/ledger.test.ts'
const STATEMENTS = 'src/postgres/ledger-statements.ts'
const TAMPERED = 'test/journeys/tampered.test.ts'

export const MUTANTS: Mutant[] = [
  {
    guard: 'a delivery is claimed by one',
    file: STATEMENTS,
    cuts: [
      ['        and (held.claimed_until is null or held.claimed_until < clock_timestamp())\n', ''],
      [
        '        and not exists (select from attempt a where a.delivery = held.id and a.outcome is null)\n',
        '',
      ],
    ],
    test: LEDGER,
    named: 'gives a delivery to one of many',
  },
  {
    guard: 'the fencing token is checked at the gate',
    file: STATEMENTS,
    cuts: [
      [
        'where a.delivery = held.delivery and a.number = held.number and a.claim = held.claim\n      and a.phase',
        'where a.delivery = held.delivery and a.number = held.number\n      and a.phase',
      ],
      ['and d.claim = held.claim and d.state', 'and d.state'],
    ],
    test: LEDGER,
    named: 'answers a whole group',
  },
  {
    guard: 'the dot waits for the gate',
    file: 'src/smtp/connections.ts',
    cuts: [['if (!isOpen || isOver) {', 'if (isOver) {']],
    test: 'test/smtp/transport.test.ts',
    named: 'keeps the dot back when the gate says no',
  },
  {
    guard: 'the gate opens on a committed row only',
    file: 'src/smtp/transport.ts',
    cuts: [["      passage = 'failed'\n      throw error\n", '      return true\n']],
    test: 'test/smtp/transport.test.ts',
    named: 'keeps the dot back when the ledger is out of reach',
  },
  {
    guard: 'dispatch hashes the rows again',
    file: 'src/postgres/deliveries.ts',
    cuts: [["      return { kind: 'refused', state: 'hash-differs' }\n", '      await Promise.resolve()\n']],
    test: TAMPERED,
    named: 'is not dispatched when an addressee is another',
  },
  {
    guard: 'delivery hashes the content again',
    file: 'src/postgres/editions.ts',
    cuts: [['contentHashOf(row.content) === row.content_hash &&', 'true &&']],
    test: TAMPERED,
    named: 'is not sent, and pauses, when its content changes',
  },
  {
    guard: 'the allow-list is asked for each envelope',
    file: 'src/app/sending.ts',
    cuts: [
      [
        'isAllowed: address => config.smtp === null || isAllowed(address, config.allowedRecipients)',
        "isAllowed: address => isAllowed(address, ['*'])",
      ],
    ],
    test: TAMPERED,
    named: 'is asked for each mail that would leave',
  },
  {
    guard: 'the step heeds the allow-list',
    file: 'src/steps/deliver.ts',
    cuts: [["  if (!ports.isAllowed(claimed.addressee.email)) return { kind: 'not-allowed' }\n", '']],
    test: 'test/steps/deliver.test.ts',
    named: 'is not made for an address that is not allowed',
  },
  {
    guard: 'the allow-list reads the last @',
    file: 'src/model/delivery/allow-list.ts',
    cuts: [
      [
        "lower.slice(lower.lastIndexOf('@'))",
        "lower.slice(lower.indexOf('@')).replace(/(\\.example).*/, '$1')",
      ],
    ],
    test: 'test/model/delivery/allow-list.test.ts',
    named: 'judges',
  },
  {
    guard: 'a slot is done once',
    file: 'src/postgres/slots.ts',
    cuts: [
      ['    if (!rows[0]?.mine) return null\n', ''],
      ['      if (known) return null\n', ''],
    ],
    test: 'test/postgres/slots.test.ts',
    named: 'is done once',
  },
  {
    guard: 'one delivery per edition and recipient',
    file: 'src/postgres/migrations/0001-first-edition.ts',
    cuts: [
      [
        '    unique (edition, recipient),\n    foreign key (edition, version, recipient)',
        '    foreign key (edition, version, recipient)',
      ],
    ],
    test: TAMPERED,
    named: 'have a second delivery',
  },
  {
    guard: 'an edition is dispatched once',
    file: 'src/postgres/deliveries.ts',
    cuts: [
      ["    if (row.dispatchedAt) return { kind: 'already' }\n", ''],
      ["    if (row.state !== 'approved') return { kind: 'refused', state: row.state }\n", ''],
    ],
    test: 'test/journeys/first-edition.test.ts',
    named: 'queued in PostgreSQL sends nothing that is not signed off',
  },
  {
    guard: 'the emergency stop is checked at the gate',
    file: STATEMENTS,
    cuts: [
      [
        "d.state in ('pending', 'deferred') and e.stopped_at is null\n    returning a.delivery",
        "d.state in ('pending', 'deferred')\n    returning a.delivery",
      ],
    ],
    test: LEDGER,
    named: 'keeps the dot of a stopped edition back',
  },
  {
    guard: 'the emergency stop is checked at the claim',
    file: STATEMENTS,
    cuts: [['and e.dispatched_at is not null and e.stopped_at is null', 'and e.dispatched_at is not null']],
    test: LEDGER,
    named: 'of a stopped edition',
  },
  {
    guard: 'a killed worker’s dot is a doubt',
    file: 'src/postgres/deliveries.ts',
    cuts: [["outcome = case a.phase when 'started' then 'lost' else 'in-doubt' end", "outcome = 'lost'"]],
    test: LEDGER,
    named: 'puts a delivery in doubt',
  },
  {
    guard: 'a token needs the secret',
    file: 'src/model/delivery/delivery.ts',
    cuts: [["createHmac('sha256', secret)", "createHmac('sha256', '')"]],
    test: 'test/model/delivery/delivery.test.ts',
    named: 'can be made by nobody',
  },
  {
    guard: 'an approver is not an author',
    file: 'src/model/sign-off/sign-off.ts',
    cuts: [["  if (same(authors.preparedBy) || authors.editors.some(same)) return 'author'\n", '']],
    test: 'test/model/sign-off/sign-off.test.ts',
    named: 'author',
  },
  {
    guard: 'a copied ledger dispatches nothing',
    file: 'src/app/dispatching.ts',
    cuts: [["  if (!(await context.instance.maySend())) return { kind: 'refused', state: 'copied' }\n", '']],
    test: 'test/journeys/take-over.test.ts',
    named: 'was signed sends nothing',
  },
  {
    guard: 'a copied ledger claims nothing',
    file: 'src/app/sending.ts',
    cuts: [
      [
        '(await context.instance.maySend()) ? ledger.claim({ delivery, now }) : null',
        'ledger.claim({ delivery, now })',
      ],
    ],
    test: 'test/journeys/take-over.test.ts',
    named: 'was being sent sends nothing',
  },
  {
    guard: 'no log-in in the clear',
    file: 'src/smtp/transport.ts',
    cuts: [['requireTLS: !local && !plain,\n      ignoreTLS', 'requireTLS: false,\n      ignoreTLS']],
    test: 'test/smtp/tls.test.ts',
    named: 'STARTTLS was taken out',
  },
  {
    guard: 'a certificate that somebody vouches for',
    file: 'src/smtp/transport.ts',
    cuts: [['rejectUnauthorized: !local', 'rejectUnauthorized: false']],
    test: 'test/smtp/tls.test.ts',
    named: 'nobody vouches',
  },
]
