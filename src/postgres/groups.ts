/**
 * Runs many single requests as few statements: what is asked while a statement is under way goes together into the next.
 * One commit then serves a group. `run` answers in the order asked; when it throws, each request of its group throws.
 */
export function inGroups<Request, Answer>(
  run: (requests: Request[]) => Promise<Answer[]>,
  largest = 200,
): (request: Request) => Promise<Answer> {
  type Waiting = { request: Request; resolve: (answer: Answer) => void; reject: (reason: unknown) => void }
  let waiting: Waiting[] = []
  let running = false

  async function drain() {
    running = true
    while (waiting.length > 0) {
      const group = waiting.slice(0, largest)
      waiting = waiting.slice(largest)
      try {
        const answers = await run(group.map(one => one.request))
        for (const [index, one] of group.entries()) one.resolve(answers[index] as Answer)
      } catch (error) {
        for (const one of group) one.reject(error)
      }
    }
    running = false
  }

  return request =>
    new Promise((resolve, reject) => {
      waiting.push({ request, resolve, reject })
      if (!running) queueMicrotask(() => running || drain())
    })
}
