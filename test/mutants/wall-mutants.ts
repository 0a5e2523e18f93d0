import type { Mutant } from './mutant.js'

const EVERY_ROUTE = 'test/web/every-route.test.ts'
const CONNECTIONS = 'test/web/connections.test.ts'

/** The guards against floods, other sites and what nobody may show or send. */
export const WALL_MUTANTS: Mutant[] = [
  {
    guard: 'a form is judged by its route, not by its address',
    file: 'src/web/login-guard.ts',
    cuts: [["!(request.routeOptions.url ?? '').startsWith('/log-in')", "!request.url.startsWith('/log-in')"]],
    test: EVERY_ROUTE,
    named: 'is refused, written as',
  },
  {
    guard: 'a header of a proxy ends being beside us',
    file: 'src/web/this-machine.ts',
    cuts: [['isLoopback(peer) && !cameByProxy(request)', 'isLoopback(peer)']],
    test: EVERY_ROUTE,
    named: 'is nobody whose request carries',
  },
  {
    guard: 'nobody keeps a page with a person on it',
    file: 'src/web/answers.ts',
    cuts: [["reply.header('cache-control', 'no-store')", 'reply']],
    test: EVERY_ROUTE,
    named: 'is kept by no browser and no proxy',
  },
  {
    guard: 'impossible text does not reach a handler',
    file: 'src/web/impossible-text.ts',
    cuts: [["text.includes('\\0') || ", '']],
    test: EVERY_ROUTE,
    named: 'answers NUL in each field',
  },
  {
    guard: 'pages show marks for control characters',
    file: 'src/web/answers.ts',
    cuts: [['isShown(type) ? visible(payload)', 'isShown(type) ? payload']],
    test: EVERY_ROUTE,
    named: 'control characters',
  },
  {
    guard: 'every route has a limit',
    file: 'src/web/limits.ts',
    cuts: [['    throw tooMany()\n', '']],
    test: EVERY_ROUTE,
    named: 'has a limit of its own',
  },
  {
    guard: 'one address has so many connections',
    file: 'src/web/connections.ts',
    cuts: [['> CONNECTIONS_OF_ONE', '> CONNECTIONS_IN_ALL']],
    test: CONNECTIONS,
    named: 'of one address are 64 at most',
  },
  {
    guard: 'a client behind a proxy has so many requests at once',
    file: 'src/web/connections.ts',
    cuts: [['<= REQUESTS_OF_ONE', '<= CONNECTIONS_IN_ALL']],
    test: CONNECTIONS,
    named: 'carry at most 32 requests at once',
  },
  {
    guard: 'a slow body is cut off',
    file: 'src/web/connections.ts',
    cuts: [['requestTimeout: REQUEST_MS', 'requestTimeout: 0 * REQUEST_MS']],
    test: CONNECTIONS,
    named: 'wait for a request and its body',
  },
  {
    guard: 'RCPT is handed what was allowed',
    file: 'src/smtp/connections.ts',
    cuts: [
      [
        "  if (!isAllowed(to, allowed)) throw new RecipientRefused('the recipient is no allowed address')\n",
        '',
      ],
    ],
    test: 'test/smtp/connections.test.ts',
    named: 'is never',
  },
  {
    guard: 'the terminal shows marks for control characters',
    file: 'src/cli/desk.ts',
    cuts: [['process.stdout.write(visible(', 'process.stdout.write(String(']],
    test: 'test/cli/exits.test.ts',
    named: 'shows control characters',
  },
  {
    guard: 'repeated lines of the log are counted',
    file: 'src/log.ts',
    cuts: [['return kind.seen > most', 'return most < 0']],
    test: 'test/log.test.ts',
    named: 'are written once at once, and counted',
  },
  {
    guard: 'a worker waits after a look that failed',
    file: 'src/queue/patient-worker.ts',
    cuts: [['waitAfter(++failures, random())', '0 * waitAfter(++failures, random())']],
    test: 'test/queue/patient-worker.test.ts',
    named: 'is not asked again at once',
  },
  {
    guard: 'a Redis that lets strangers in is refused',
    file: 'src/queue/delivery-queue.ts',
    cuts: [['  const open = await openAt(redisUrl)\n', '  const open = null as string | null\n']],
    test: 'test/queue/redis-open.test.ts',
    named: 'is refused, with what to do',
  },
]
