import type { Stage } from './stage.js'

/** The acting people, from staff.yaml. */
export const EDITOR = 'redaction-economie@agence.example'
export const DIRECTOR = 'direction@cabinet.example'
export const ADVISER = 'conseil-economie@cabinet.example'
export const ADMIN = 'informatique@agence.example'
export const W18 = '2020-W18'
export const W19 = '2020-W19'

/** The program's answers, as far as the two weeks read them. */
export type Draft = { hash: string }
export type Delivery = { id: string; recipient: string; messageId: string; state: string }
export type FollowUp = { id: string; recipient: string; reason: string; spoc: string; state: string }

/** Asks for JSON at the stage's clock; null where the answer is no JSON. */
export async function json<T>(stage: Stage, ...args: string[]): Promise<T> {
  const { out } = await stage.told([...args, '--json', '--now', stage.now()])
  return JSON.parse(out || 'null')
}

/** Asks twice: for lines and for JSON. */
export async function read<T>(stage: Stage, ...args: string[]): Promise<T> {
  await stage.told([...args, '--now', stage.now()])
  return json<T>(stage, ...args)
}
