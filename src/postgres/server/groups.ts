/**
 * Runs many single requests as few statements: what is asked while a statement is under way goes together into the next.
 * One commit then serves a group. `run` answers in the order asked. When it throws because of a value or a constraint, the
 * requests of the group are tried one by one, so that one that can't be kept doesn't cost the others; else each of them throws.
 * `gather`: the first of a group waits so long for others, in milliseconds, unless `enough` are there; 0: one turn of the event loop.
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

  /** What came together is answered together, and what comes meanwhile is next. */
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

/** SQLSTATE classes 22 (data exception) and 23 (constraint violation) are some request's fault; all others concern every one. */
function isAboutOne(error: unknown): boolean {
  return /^2[23]/.test((error as { code?: string }).code ?? '')
}
