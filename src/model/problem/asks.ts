import { z } from 'zod'
import type { ProblemCode } from './problem.js'
import type { ProblemValues } from './problem-values.js'

/** What a code says beyond the key and what was found there. */
export type Extra<C extends ProblemCode> = C extends ProblemCode
  ? Omit<ProblemValues[C], 'key' | 'found' | 'named'>
  : never

/** A text for which `fault` finds a problem or null. */
export function asks<C extends ProblemCode>(
  schema: z.ZodString,
  fault: (text: string) => { problem: C; values: Extra<C> } | null,
) {
  return schema.superRefine((text, context) => {
    const found = fault(text)
    if (found) context.addIssue({ code: 'custom', params: found })
  })
}

/** Read `undefined`, and the `null` of an empty key, as this value. */
export function orElse<T extends z.ZodType>(schema: T, value: z.input<T>) {
  return z.preprocess(given => given ?? value, schema)
}

/** Read a key that is missing, empty or an empty cell as null. */
export function orNull<T extends z.ZodType>(schema: T) {
  return z.preprocess(given => (given === undefined || given === '' ? null : given), schema.nullable())
}
