import { CLOCK_MUTANTS } from './clock-mutants.js'
import { FAULT_MUTANTS } from './fault-mutants.js'
import { LEDGER_MUTANTS } from './ledger-mutants.js'
import type { Mutant } from './mutant.js'
import { REPORT_MUTANTS } from './report-mutants.js'
import { RETURNED_MUTANTS } from './returned-mutants.js'
import { SENDING_MUTANTS } from './sending-mutants.js'
import { WALL_MUTANTS } from './wall-mutants.js'

const SIGNED_AND_SENT = 'test/journeys/signed-and-sent-once.test.ts'
const SIGN_OFFS = 'test/postgres/sign-off/sign-offs.test.ts'
const TAMPERED = 'test/journeys/tampered.test.ts'

/** The shape that is exponential on a run of one letter. */
const NESTED_LOOP: [string, string] = [
  'function apostrophes(text: string): string {\n',
  'function apostrophes(text: string): string {\n  if (/(a+)+$/.test(text)) return text\n',
]

/** Every guard that a mail passes on its way. */
export const MUTANTS: Mutant[] = [
  ...LEDGER_MUTANTS,
  ...REPORT_MUTANTS,
  ...RETURNED_MUTANTS,
  ...SENDING_MUTANTS,
  ...WALL_MUTANTS,
  {
    guard: 'the dot waits for the gate',
    file: 'src/smtp/exchange.ts',
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
    file: 'src/postgres/delivery/dispatch-edition.ts',
    cuts: [["      return { kind: 'refused', state: 'hash-differs' }\n", '      await Promise.resolve()\n']],
    test: TAMPERED,
    named: 'is not dispatched when an addressee is another',
  },
  {
    guard: 'delivery hashes the content again',
    file: 'src/postgres/editions/frozen.ts',
    cuts: [['contentHashOf(row.content) === row.content_hash &&', 'true &&']],
    test: TAMPERED,
    named: 'is not sent, and pauses, when its content changes',
  },
  {
    guard: 'the allow-list is asked for each envelope',
    file: 'src/steps/delivery/allowed.ts',
    cuts: [
      ["smtp === null ? ['*'] : allowedRecipients", "smtp === null ? ['*'] : (allowedRecipients && ['*'])"],
    ],
    test: TAMPERED,
    named: 'is asked for each mail that would leave',
  },
  {
    guard: 'the step heeds the allow-list',
    file: 'src/sending/deliver.ts',
    cuts: [["  if (!isAllowed(email, allowed)) return { kind: 'not-allowed' }\n", '']],
    test: 'test/sending/deliver.test.ts',
    named: 'is not made for an address that is not allowed',
  },
  {
    guard: 'the allow-list wants one address and nothing else',
    file: 'src/model/delivery/allow-list.ts',
    cuts: [[' || !isEmailAddress(address)', '']],
    test: 'test/model/delivery/allow-list.test.ts',
    named: 'judges',
  },
  {
    guard: 'a slot is done once',
    file: 'src/postgres/calendar/slots.ts',
    cuts: [['    if ((await slotOutcome(db, edition, slot)) !== null) return null\n', '']],
    test: 'test/postgres/calendar/slots.test.ts',
    named: 'is done once',
  },
  {
    guard: 'a slot is done by one at a time',
    file: 'src/postgres/server/alone.ts',
    cuts: [['    if (!held?.mine) return null\n', '']],
    test: 'test/postgres/calendar/slots.test.ts',
    named: 'is done once',
  },
  {
    guard: 'one delivery per edition and recipient',
    file: 'src/postgres/schema/delivery.ts',
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
    guard: 'nothing is dispatched that is not signed off',
    file: 'src/postgres/delivery/dispatch-edition.ts',
    cuts: [["    if (row.state !== 'approved') return { kind: 'refused', state: row.state }\n", '']],
    test: 'test/journeys/first-edition.test.ts',
    named: 'queued in PostgreSQL sends nothing that is not signed off',
  },
  {
    guard: 'an edition is dispatched once',
    file: 'src/postgres/delivery/dispatch-edition.ts',
    cuts: [
      ["    if (row.dispatchedAt) return { kind: 'already' }\n", ''],
      // What was never dispatched is still refused: the second dispatch alone gets through.
      ["if (row.state !== 'approved') return", "if (row.state !== 'approved' && !row.dispatchedAt) return"],
    ],
    test: SIGNED_AND_SENT,
    named: 'dispatched once',
  },
  {
    guard: 'those who dispatch at once wait for one another',
    file: 'src/postgres/delivery/dispatch-edition.ts',
    cuts: [['    await lockEdition(trx, edition)\n', '']],
    test: SIGNED_AND_SENT,
    named: 'dispatched once',
  },
  {
    guard: 'a token needs the secret',
    file: 'src/model/delivery/delivery.ts',
    cuts: [["createHmac('sha256', secret)", "createHmac('sha256', '')"]],
    test: 'test/model/delivery/delivery.test.ts',
    named: 'can be made by nobody',
  },
  {
    guard: 'a forged return path matches nothing',
    file: 'src/postgres/returned-mail/reported-deliveries.ts',
    cuts: [
      ['0 as number from delivery where path_token', '0 as number from delivery where true or path_token'],
    ],
    test: 'test/postgres/returned-mail/reports-consequences.test.ts',
    named: 'a forged token',
  },
  {
    guard: 'a bounce needs the token of a return path',
    file: 'src/steps/returned-mail/report-fact.ts',
    cuts: [['MACHINES.includes(kind) && !isProven(match)', 'false']],
    test: 'test/postgres/returned-mail/reports-consequences.test.ts',
    named: 'a Message-ID alone',
  },
  {
    guard: 'a Message-ID gives no return path away',
    file: 'src/model/delivery/delivery.ts',
    cuts: [['return path of', 'delivery']],
    test: 'test/postgres/returned-mail/reports-consequences.test.ts',
    named: 'token in a return path',
  },
  {
    guard: 'reports of three domains are needed to stop an edition',
    file: 'src/steps/returned-mail/fetch-reports.ts',
    cuts: [
      [
        '(await refusingDomains(engine.db, edition)) < DOMAINS',
        '(await refusingDomains(engine.db, edition)) < 1',
      ],
    ],
    test: 'test/steps/returned-mail/fetch-reports.test.ts',
    named: 'three domains say so',
  },
  {
    guard: 'an approver is not an author',
    file: 'src/model/sign-off/sign-off.ts',
    cuts: [["  if (same(authors.preparedBy) || authors.editors.some(same)) return 'author'\n", '']],
    test: 'test/model/sign-off/sign-off.test.ts',
    named: 'author',
  },
  {
    guard: 'a link is good for its purpose alone',
    file: 'src/postgres/staff/links.ts',
    cuts: [["    .where('purpose', '=', purpose)\n    .select", '    .select']],
    test: 'test/steps/staff/links.test.ts',
    named: 'is good for its purpose alone',
  },
  {
    guard: 'a link is used once',
    file: 'src/postgres/staff/links.ts',
    cuts: [["    .where('used_at', 'is', null)\n", '']],
    test: 'test/steps/staff/links.test.ts',
    named: 'is used once',
  },
  {
    guard: 'what a report said stands when the attempt ends after it',
    file: 'src/postgres/delivery/states.ts',
    cuts: [[" = 'bounced' and ", ' is not null and ']],
    test: 'test/postgres/delivery/states.test.ts',
    named: 'replace a state as the model does',
  },
  {
    guard: 'a sign-off is of the hash that was looked at',
    file: 'src/postgres/sign-off/sign-offs.ts',
    cuts: [['if (row.hash !== hash || (version', 'if ((version']],
    test: SIGNED_AND_SENT,
    named: 'hash of an earlier version',
  },
  {
    guard: 'who drafts the same content again may not approve it',
    file: 'src/postgres/sign-off/sign-offs.ts',
    cuts: [["      return { refused: 'author', hash: row.hash }\n", '      await Promise.resolve()\n']],
    test: SIGN_OFFS,
    named: 'who drafted the same content',
  },
  {
    guard: 'an approval that was withdrawn does not count',
    file: 'src/model/sign-off/sign-off.ts',
    cuts: [["decision === 'withdraw' || isWithdrawn ?", "decision === 'withdraw' ?"]],
    test: SIGN_OFFS,
    named: 'counts no more',
  },
  {
    guard: 'an approval is withdrawn until dispatch',
    file: 'src/postgres/sign-off/withdrawals.ts',
    cuts: [["    if (row.dispatchedAt) return { refused: 'sent' }\n", '']],
    test: SIGN_OFFS,
    named: 'is withdrawn or dispatched',
  },
  {
    guard: 'a copied ledger dispatches nothing',
    file: 'src/steps/delivery/dispatch.ts',
    cuts: [["  if (!(await context.instance.maySend())) return { kind: 'refused', state: 'copied' }\n", '']],
    test: 'test/steps/operations/take-over.test.ts',
    named: 'was signed sends nothing',
  },
  {
    guard: 'ten refusals in a row are taken for ourselves',
    file: 'src/model/delivery/consecutive-refusals.ts',
    cuts: [['const isWordless = refused.row.length >= MAILS_IN_A_ROW &&', 'const isWordless = false &&']],
    test: 'test/model/delivery/consecutive-refusals.test.ts',
    named: 'several domains refuse ten',
  },
  {
    guard: 'three domains are needed to call ourselves refused',
    file: 'src/model/delivery/consecutive-refusals.ts',
    cuts: [['partiesAmong(refused.unwelcomeAt) < PARTIES', 'refused.unwelcomeAt.length < 1']],
    test: 'test/model/delivery/consecutive-refusals.test.ts',
    named: 'one domain’s affair before',
  },
  {
    guard: 'a commune with several domains is one party',
    file: 'src/model/delivery/party.ts',
    cuts: [['Math.min(domains.size, new Set(many.map(({ commune }) => commune)).size)', 'domains.size']],
    test: 'test/model/delivery/consecutive-refusals.test.ts',
    named: 'one party’s when its commune',
  },
  {
    guard: 'words about the recipient outweigh a policy code',
    file: 'src/model/delivery/cause.ts',
    cuts: [
      [
        "if (!words.isWeak || byCode === 'other') return words.cause",
        "if (byCode === 'other') return words.cause",
      ],
    ],
    test: 'test/model/delivery/outcome.test.ts',
    named: '550 5.7.1 User unknown is permanent',
  },
  {
    guard: 'a full mailbox is asked again in session',
    file: 'src/model/delivery/parse-reply.ts',
    cuts: [["  moment: 'transient',", "  moment: 'permanent',"]],
    test: 'test/model/delivery/outcome.test.ts',
    named: '550 Quota exceeded is transient',
  },
  {
    guard: 'a refusal at MAIL FROM is about us, in session',
    file: 'src/smtp/failure.ts',
    cuts: [['if (reply.code >= 500 && !isOfOne)', 'if (reply.code >= 600)']],
    test: 'test/smtp/transport.test.ts',
    named: 'reads the answer to MAIL: 550 5.1.1 User unknown',
  },
  {
    guard: 'a refusal at MAIL FROM is about us, in a report',
    file: 'src/model/delivery/cause.ts',
    cuts: [["return isOfSender && isBeforeRecipient(stage) ? 'refused-sender' : cause", 'return cause']],
    test: 'test/model/follow-ups/verdict.test.ts',
    named: 'in reply to MAIL FROM command',
  },
  {
    guard: 'a copied ledger claims nothing',
    file: 'src/sending/deliver-ports.ts',
    cuts: [['      if (!(await context.instance.maySend())) return null\n', '']],
    test: 'test/steps/operations/take-over.test.ts',
    named: 'was being sent sends nothing',
  },
  {
    guard: 'a copied ledger sends no mail to the staff',
    file: 'src/sending/staff-mail-rounds.ts',
    cuts: [[' || !(await instance.maySend())) return NO_NOTICES', ') return NO_NOTICES']],
    test: 'test/steps/operations/copied-ledger.test.ts',
    named: 'no mail to the staff',
  },
  {
    guard: 'other files under the same name are a copy',
    file: 'src/model/operations/instance.ts',
    cuts: [
      [
        "isSameFolder(known.folder as string, mark)) ? null : 'copied'",
        'isSameFolder(known.folder as string, mark)) ? null : null',
      ],
    ],
    test: 'test/model/operations/instance.test.ts',
    named: 'under another inode at the same place',
  },
  {
    guard: 'a ledger that lacks what was seen of it waits',
    file: 'src/model/operations/instance.ts',
    cuts: [["(isOlder(settlings, sightings) ? 'older' : null)", 'null']],
    test: 'test/steps/operations/instance.test.ts',
    named: 'from the next start on',
  },
  {
    guard: 'a mark is left before a mail leaves',
    file: 'src/steps/staff/staff-mails.ts',
    cuts: [['    gate: context.instance.attest,', '    gate: async () => true,']],
    test: 'test/steps/operations/instance.test.ts',
    named: 'a mark that is left before the first mail',
  },
  {
    guard: 'a mark is left before the dot of a delivery',
    file: 'src/steps/operations/dot-gate.ts',
    cuts: [['  if (!(await attest(own))) return false\n', '']],
    test: 'test/steps/operations/rolled-back.test.ts',
    named: 'leaves a mark in the ledger',
  },
  {
    guard: 'an edition that was silent for an hour waits',
    file: 'src/cli/sending-commands.ts',
    cuts: [['  await holdSilent(app)\n', '']],
    test: 'test/steps/operations/rolled-back.test.ts',
    named: 'when that was longer ago',
  },
  {
    guard: 'take-over holds what may have left',
    file: 'src/steps/operations/take-over.ts',
    cuts: [['if (mayHaveLeft) await', 'if (false) await']],
    test: 'test/steps/operations/take-over.test.ts',
    named: 'was being sent sends nothing',
  },
  {
    guard: 'a second life beside a first is refused',
    file: 'src/app.ts',
    cuts: [["    if (undecided && how === 'refuse') throw new UndecidedLedger(undecided)\n", '']],
    test: 'test/steps/operations/other-ledger.test.ts',
    named: 'is refused the first time',
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
  {
    guard: 'a backup is as it was written, to the last byte',
    file: 'src/files/backup-reader.ts',
    cuts: [["if (!said.equals(lastLine(hash.digest('hex'))))", 'if (said.length === 0)']],
    test: 'test/files/backup-file.test.ts',
    named: 'one bit is another',
  },
  {
    guard: 'a restored ledger waits for take-over',
    file: 'src/postgres/operations/restored.ts',
    cuts: [["null, null, $1, $2, 'restored'`", 'null, null, $1, $2, null`']],
    test: 'test/steps/operations/backing-up.test.ts',
    named: 'is one snapshot',
  },
  {
    guard: 'what left since the backup is carried over',
    file: 'src/steps/operations/restoring.ts',
    cuts: [['return isReadable ? carryOver(client)', "return isReadable ? { kind: 'other' }"]],
    test: 'test/steps/operations/backing-up.test.ts',
    named: 'in the same place a week later',
  },
  {
    guard: 'a ledger that somebody works with is not replaced',
    file: 'src/steps/operations/restoring.ts',
    cuts: [["    if (await isAtWork(client, place.isEmbedded ? 1 : null)) return refuse('at-work')\n", '']],
    test: 'test/steps/operations/backing-up.test.ts',
    named: 'somebody works with',
  },
  {
    guard: 'a ledger that was moved sends nothing more',
    file: 'src/steps/operations/moving.ts',
    cuts: [['  await markMoved(source, target.place, now)\n', '']],
    test: 'test/steps/operations/moving.test.ts',
    named: 'takes the ledger along',
  },
  {
    guard: 'no regular expression backtracks beyond linear',
    file: 'src/present/mail/typography.ts',
    cuts: [NESTED_LOOP],
    test: 'test/tools/linear/judge.test.ts',
    named: 'finds none in the program that the judge refuses',
    says: 'typography',
  },
  {
    guard: 'each parser and renderer takes linear time',
    file: 'src/present/mail/typography.ts',
    cuts: [NESTED_LOOP],
    test: 'test/linear-time.test.ts',
    named: 'is what each of them takes',
    says: 'a call does not end',
  },
  ...CLOCK_MUTANTS,
  ...FAULT_MUTANTS,
]
