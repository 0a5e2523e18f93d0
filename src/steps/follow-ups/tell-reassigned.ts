import { createHash } from 'node:crypto'
import { isAboutCommune } from '../../model/follow-ups/follow-up.js'
import { inOrder } from '../../model/follow-ups/order.js'
import { forEach } from '../../model/language/language.js'
import type { StaffMember } from '../../model/staff/staff.js'
import type { Reassigned } from '../../postgres/follow-ups/communes-not-reached.js'
import { findFollowUp } from '../../postgres/follow-ups/follow-up-histories.js'
import { type Context, rosterToday } from '../context.js'
import { staffOf, tellStaff } from '../staff/staff.js'

/** Tells each side of each pair of people in one mail what went from one to the other; not who did it, nor who is on the staff no more. */
export async function tellReassigned(
  context: Context,
  reassigned: Reassigned[],
  by?: StaffMember,
): Promise<void> {
  const pairs = new Map<string, Reassigned[]>()
  for (const one of reassigned) {
    const pair = `${one.from} ${one.to}`
    pairs.set(pair, [...(pairs.get(pair) ?? []), one])
  }
  const staff = await staffOf(context)
  const member = (id: string) => staff.find(one => one.id === id)
  for (const [pair, list] of pairs) {
    const [from, to] = [member(list[0]?.from ?? ''), member(list[0]?.to ?? '')]
    const mark = createHash('sha256')
      .update([context.clock().toISOString(), ...list.map(({ id }) => id)].join(' '))
      .digest('hex')
      .slice(0, 16)
    const items = await itemsOf(context, list)
    for (const [reader, other, side] of [
      [to, from, 'you'],
      [from, to, 'other'],
    ] as const) {
      if (!reader || reader.id === by?.id) continue
      const values = {
        to: side,
        other: other?.name ?? null,
        items,
        link: `${context.config.baseUrl}/follow-ups`,
      }
      await tellStaff(context, [reader], 'follow-ups-reassigned', `${pair} ${mark}`, values)
    }
  }
}

async function itemsOf(context: Context, reassigned: Reassigned[]) {
  const { communes, mandateHolders } = (await rosterToday(context)).roster
  const found = await Promise.all(reassigned.map(({ id }) => findFollowUp(context.engine.db, id)))
  const followUps = inOrder(found.filter(one => one !== null))
  return followUps.map(one => {
    const { commune, recipient, reason, due } = one
    const name =
      communes.find(({ nis }) => nis === commune)?.name ??
      forEach(context.config.agency.languages, () => commune)
    const holder = isAboutCommune(reason) ? null : mandateHolders.find(({ id }) => id === recipient)
    const who = isAboutCommune(reason) ? null : holder?.name || recipient
    const { role, competences } = holder ?? {}
    const vacant = holder?.name === '' && role && competences ? { vacant: { role, competences } } : {}
    return { commune: name, recipient: who, ...vacant, reason, due }
  })
}
