import pg from 'pg'

export type Logged = { text: string; values: unknown[] }

/** What a new connection sets for itself belongs to no page. */
const OF_CONNECTION = /^select set_config\('synchronous_commit'/

/** Logs every statement of this process until `stop`; `taken` returns those since it was last called. */
export function logStatements() {
  const logged: Logged[] = []
  const prototype = pg.Client.prototype as unknown as { query: (...given: unknown[]) => unknown }
  const { query } = prototype
  prototype.query = function (...given: unknown[]) {
    const [first, second] = given
    const { text, values } = statementOf(first, second)
    if (text && !OF_CONNECTION.test(text)) logged.push({ text, values })
    return query.apply(this, given)
  }
  return {
    taken: (): Logged[] => logged.splice(0),
    stop: () => {
      prototype.query = query
    },
  }
}

function statementOf(first: unknown, second: unknown): Logged {
  const values = Array.isArray(second) ? second : []
  if (typeof first === 'string') return { text: first, values }
  const { text = '', values: own = values } = (first ?? {}) as Partial<Logged>
  return { text, values: own }
}

type Plan = {
  'Relation Name'?: string
  'Actual Rows'?: number
  'Actual Loops'?: number
  'Rows Removed by Filter'?: number
  'Rows Removed by Index Recheck'?: number
  Plans?: Plan[]
}

/** How many rows of tables a statement reads, those left out by a filter included; 0 for what is no reading. */
export async function rowsReadBy(client: pg.Client, { text, values }: Logged): Promise<number> {
  if (!/^\s*(select|with)\b/i.test(text) || /\bfor (update|share)\b/i.test(text)) return 0
  const { rows } = await client.query(`explain (analyze, format json) ${text}`, values)
  const [explained] = rows[0]['QUERY PLAN'] as { Plan: Plan }[]
  return explained ? rowsOf(explained.Plan) : 0
}

function rowsOf(plan: Plan): number {
  const below = (plan.Plans ?? []).reduce((sum, one) => sum + rowsOf(one), 0)
  if (!plan['Relation Name']) return below
  const each =
    (plan['Actual Rows'] ?? 0) +
    (plan['Rows Removed by Filter'] ?? 0) +
    (plan['Rows Removed by Index Recheck'] ?? 0)
  return below + Math.round(each * (plan['Actual Loops'] ?? 1))
}

/** Counts read what they count, and show one number. */
export const isCount = ({ text }: Logged) => /\bcount\s*\(/i.test(text)
