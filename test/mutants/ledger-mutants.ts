import type { Mutant } from './mutant.js'

const LEDGER = 'test/postgres/delivery/ledger.test.ts'
const STATEMENTS = 'src/postgres/delivery/ledger-statements.ts'

/** The guards of the ledger: one holder of a delivery, what it may do, and what becomes of its dot when it is gone. */
export const LEDGER_MUTANTS: Mutant[] = [
  {
    guard: 'a delivery is claimed by one',
    file: 'src/postgres/delivery/ledger-claims.ts',
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
    guard: 'the fencing token is drawn, not counted',
    file: STATEMENTS,
    cuts: [["(('x' || left(gen_random_uuid()::text, 8))::bit(32)::integer & 1073741823)", 'd.claim + 1']],
    test: LEDGER,
    named: 'gives two the same delivery when its server lost its last second',
  },
  {
    guard: 'a server that is behind what was seen of it lets nothing leave',
    file: 'src/model/operations/instance.ts',
    cuts: [["  if (isBehind) return 'older'\n", '']],
    test: 'test/model/operations/instance.test.ts',
    named: 'whose server is found behind, after a crash',
  },
  {
    guard: 'a standby that need not have had each commit waits for a person',
    file: 'src/model/operations/instance.ts',
    cuts: [["isFailover && !isSafe && server.hasUnsent ? 'failover' : null", 'null']],
    test: 'test/model/operations/instance.test.ts',
    named: 'on a standby that took over in mid-send',
  },
  {
    guard: 'a gate opens on no server that was not looked at',
    file: STATEMENTS,
    cuts: [['(held.life is null or held.life =', '(true or held.life =']],
    test: LEDGER,
    named: 'of another life',
  },
  {
    guard: 'what passed the gate and was forgotten is not begun anew',
    file: 'src/sending/deliver-ports.ts',
    cuts: [
      [
        'if (!claimed || !(await context.instance.hasForgotten(claimed))) return claimed',
        'if (delivery) return claimed',
      ],
    ],
    test: 'test/steps/updates/last-second.test.ts',
    named: 'when it begins anew what has passed',
  },
  {
    guard: 'what left before a dispatch that the server forgot is in doubt once it is there again',
    file: 'src/steps/operations/own-ledger.ts',
    cuts: [
      ['one.isThere ? passed?.settle(one.delivery) : passed?.await(one)', 'passed?.settle(one.delivery)'],
    ],
    test: 'test/steps/updates/last-second.test.ts',
    named: 'where the server lost that the edition was dispatched at all',
  },
  {
    guard: 'half a line of the journal of passed gates is no line',
    file: 'src/model/delivery/passed-gate.ts',
    cuts: [['const isWhole = end === END && ', 'const isWhole = ']],
    test: 'test/files/passed-gates.test.ts',
    named: 'takes no part of a line for a line',
  },
  {
    guard: 'a connection that listens is not ended for its silence',
    file: 'src/queue/queue-tables.ts',
    cuts: [
      ['if (own.readyForQuery) stream.setTimeout(silence)', 'if (silence < 0) stream.setTimeout(silence)'],
    ],
    test: 'test/queue/queue-tables.test.ts',
    named: 'that listens may hear nothing',
  },
  {
    guard: 'a ledger of an earlier version goes with the SECRET of its mails',
    file: 'src/steps/operations/signing-secret.ts',
    cuts: [['lastSigned: kept ? null : await lastSigned(db)', 'lastSigned: null']],
    test: 'test/steps/operations/signing-secret.test.ts',
    named: 'of an earlier version, which kept no mark',
  },
  {
    guard: 'a process asks a server that came back for the gates that it knows',
    file: 'src/steps/operations/own-ledger.ts',
    cuts: [['const forgotten = isKnown ? [] : await', 'const forgotten = state ? [] : await']],
    test: 'test/steps/updates/last-second.test.ts',
    named: 'sends nothing any more from a process that knows',
  },
  {
    guard: 'our sessions wait for their commits whatever the server says',
    file: 'src/postgres/server/connection.ts',
    cuts: [['[DURABLE, ...(set', '[...(set']],
    test: 'test/postgres/server/durable-sessions.test.ts',
    named: 'waits for its commits where role, database or URL',
  },
  {
    guard: 'the queue’s sessions wait for their commits as well',
    file: 'src/queue/queue-tables.ts',
    cuts: [['[DURABLE, SESSION]', '[SESSION]']],
    test: 'test/postgres/server/durable-sessions.test.ts',
    named: 'waits for its commits where role, database or URL',
  },
  {
    guard: 'remote_apply is not lowered',
    file: 'src/postgres/server/connection.ts',
    cuts: [["not in ('on', 'remote_apply')", "<> 'on'"]],
    test: 'test/postgres/server/durable-sessions.test.ts',
    named: 'keeps remote_apply',
  },
  {
    guard: 'services with different SECRETs on one ledger notice',
    file: 'src/app.ts',
    cuts: [
      [
        "    if (other && how === 'refuse') throw new ConfigError([`SECRET: ",
        '    if (other === undefined) throw new ConfigError([`SECRET: ',
      ],
    ],
    test: 'test/steps/operations/signing-secret.test.ts',
    named: 'with different ones notice at once',
  },
  {
    guard: 'of two SECRETs that begin at once, one stands',
    file: 'src/postgres/operations/secret-mark.ts',
    cuts: [['  return (await keptSecretMark(db)) ?? mark\n', '  return mark\n']],
    test: 'test/steps/operations/signing-secret.test.ts',
    named: 'that begin at the same moment',
  },
  {
    guard: 'a pooler that changes sessions under us is refused',
    file: 'src/postgres/server/database.ts',
    cuts: [['    for (const one of new Set([url, ownerUrl ?? url])) await refuseSharedSessions(one)\n', '']],
    test: 'test/postgres/server/pooler.test.ts',
    named: 'in transaction mode is refused',
  },
  {
    guard: 'the fencing token is checked when an outcome is recorded',
    file: STATEMENTS,
    cuts: [
      [
        'and a.number = held.number and a.claim = held.claim\n        -- An answer may come',
        'and a.number = held.number\n        -- An answer may come',
      ],
    ],
    test: LEDGER,
    named: 'answers a whole group',
  },
  {
    guard: 'an outcome of an earlier attempt moves no delivery that another holds',
    file: STATEMENTS,
    cuts: [['where d.id = ended.delivery and d.claim = ended.claim\n', 'where d.id = ended.delivery\n']],
    test: LEDGER,
    named: 'lets a person settle a doubt',
  },
  {
    guard: 'the fencing token is checked when a claim is renewed',
    file: STATEMENTS,
    cuts: [
      [
        'join delivery d on d.id = k.delivery and d.claim = k.claim\n',
        'join delivery d on d.id = k.delivery\n',
      ],
      ['from held where d.id = held.id and d.claim = held.claim and', 'from held where d.id = held.id and'],
    ],
    test: 'test/postgres/delivery/renewing.test.ts',
    named: 'renews nobody else’s claim',
  },
  {
    guard: 'the emergency stop is checked at the gate',
    file: STATEMENTS,
    cuts: [[' and e.stopped_at is null\n      and (held.life', '\n      and (held.life']],
    test: LEDGER,
    named: 'keeps the dot of a stopped edition back',
  },
  {
    guard: 'the emergency stop is checked at the claim',
    file: 'src/postgres/delivery/ledger-claims.ts',
    cuts: [['and e.dispatched_at is not null and e.stopped_at is null', 'and e.dispatched_at is not null']],
    test: LEDGER,
    named: 'of a stopped edition',
  },
  {
    guard: 'a killed worker’s dot is a doubt',
    file: 'src/postgres/delivery/stale-claims.ts',
    cuts: [["outcome = case a.phase when 'started' then 'lost' else 'in-doubt' end", "outcome = 'lost'"]],
    test: LEDGER,
    named: 'puts a delivery in doubt',
  },
  {
    guard: 'a bounce of an earlier address says nothing of the mail that was sent again',
    file: 'src/postgres/returned-mail/reports.ts',
    cuts: [['evidence: row.is_current ? row.evidence : null', 'evidence: row.evidence']],
    test: 'test/steps/delivery/send-again.test.ts',
    named: 'counted once|stays accepted',
  },
  {
    guard: 'of several who send again at once, one does',
    file: 'src/steps/delivery/send-again.ts',
    cuts: [['  if (why) return refused(why, offer)\n', '']],
    test: 'test/steps/delivery/send-again.test.ts',
    named: 'is the same frozen mail',
  },
]
