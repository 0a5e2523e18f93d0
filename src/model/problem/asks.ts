import { z } from 'zod'
import type { ProblemCode } from './problem.js'
import type { ProblemValues } from './problem-values.js'

/** The values of a code beyond the key and the text found there. */
export type Extra<C extends ProblemCode> = C extends ProblemCode
  ? Omit<ProblemValues[C], 'key' | 'found' | 'named'>
  : never

/** A text in which `fault` finds a problem, or null. */
export function asks<C extends ProblemCode>(
  schema: z.ZodString,
  fault: (text: string) => { problem: C; values: Extra<C> } | null,
) {
  return schema.superRefine((text, context) => {
    const found = fault(text)
    if (found) context.addIssue({ code: 'custom', params: found })
  })
}

/** Reads `undefined`, and the `null` of an empty key, as this value. */
export function orElse<T extends z.ZodType>(schema: T, value: z.input<T>) {
  return z.preprocess(given => given ?? value, schema)
}

/** Reads a missing or empty key, or an empty cell, as null. */
export function orNull<T extends z.ZodType>(schema: T) {
  return z.preprocess(given => (given === undefined || given === '' ? null : given), schema.nullable())
}
