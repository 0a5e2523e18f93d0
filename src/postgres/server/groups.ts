/**
 * Groups single requests into few statements: requests made during one statement share the next, and one commit. `run` answers in order. When it
 * throws for a value or constraint, each request runs alone; any other error fails all. `gather`: milliseconds to wait for `enough` requests; 0: one
 * turn of the event loop.
 */
export function inGroups<Request, Answer>(
  run: (requests: Request[]) => Promise<Answer[]>,
  {
    largest = 200,
    gather = 0,
    enough = largest,
  }: { largest?: number; gather?: number; enough?: number } = {},
): (request: Request) => Promise<Answer> {
  type Waiting = { request: Request; resolve: (answer: Answer) => void; reject: (reason: unknown) => void }
  let waiting: Waiting[] = []
  let state: 'idle' | 'gathering' | 'running' = 'idle'
  let gathering: NodeJS.Timeout | undefined

  async function drain() {
    state = 'running'
    const group = waiting.slice(0, largest)
    waiting = waiting.slice(largest)
    await answer(group)
    state = 'idle'
    if (waiting.length > 0) begin()
  }

  /** Requests that came together are answered together; later ones form the next group. */
  function begin() {
    if (gather === 0) {
      state = 'running'
      setImmediate(drain)
    } else if (waiting.length >= enough) {
      state = 'running'
      drain()
    } else {
      state = 'gathering'
      gathering = setTimeout(drain, gather)
    }
  }

  async function answer(group: Waiting[]): Promise<void> {
    try {
      const answers = await run(group.map(one => one.request))
      for (const [index, one] of group.entries()) one.resolve(answers[index] as Answer)
    } catch (error) {
      if (group.length > 1 && isAboutOne(error)) for (const one of group) await answer([one])
      else for (const one of group) one.reject(error)
    }
  }

  return request =>
    new Promise((resolve, reject) => {
      waiting.push({ request, resolve, reject })
      if (state === 'idle') begin()
      else if (state === 'gathering' && waiting.length >= enough) {
        clearTimeout(gathering)
        drain()
      }
    })
}

/** SQLSTATE classes 22 (data exception) and 23 (constraint violation) are one request's fault; others concern all. */
function isAboutOne(error: unknown): boolean {
  return /^2[23]/.test((error as { code?: string }).code ?? '')
}
