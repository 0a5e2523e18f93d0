import type { Mutant } from './mutant.js'

const SHORT = 'test/faults/short.test.ts'

/** What the faults must notice: their checker sees only what the mail server got and what the ledger holds. */
export const FAULT_MUTANTS: Mutant[] = [
  {
    guard: 'the faults notice a dot that is counted as lost',
    file: 'src/postgres/delivery/stale-claims.ts',
    cuts: [["outcome = case a.phase when 'started' then 'lost' else 'in-doubt' end", "outcome = 'lost'"]],
    test: SHORT,
    named: 'queued in PostgreSQL lose nothing and double nothing: worker killed after the final dot',
    says: 'was sent 2 times',
  },
  {
    guard: 'the faults notice a gate that opens without a commit',
    file: 'src/postgres/delivery/ledger.ts',
    cuts: [
      [
        '  const rows = await prepared.run<AttemptRow>(PASS, [\n',
        '  if (keys.length > 0) return keys.map(() => true)\n  const rows = await prepared.run<AttemptRow>(PASS, [\n',
      ],
    ],
    test: SHORT,
    named: 'queued in PostgreSQL lose nothing and double nothing: worker killed after the final dot',
    says: 'was sent 2 times',
  },
  {
    guard: 'the faults notice a claim of what another holds',
    file: 'src/postgres/delivery/ledger-claims.ts',
    cuts: [
      ['        and (held.claimed_until is null or held.claimed_until < clock_timestamp())\n', ''],
      [
        '        and not exists (select from attempt a where a.delivery = held.id and a.outcome is null)\n',
        '',
      ],
    ],
    // Nothing of the short faults brings one delivery to two workers.
    test: 'test/faults/held.test.ts',
    named: 'goes out once when its job comes to another',
    says: 'was sent 2 times',
  },
]
