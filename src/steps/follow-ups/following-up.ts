import { createHash } from 'node:crypto'
import { localDay } from '../../model/calendar/calendar.js'
import type { FollowUpAct } from '../../model/follow-ups/act.js'
import { type FollowUp, isAboutCommune } from '../../model/follow-ups/follow-up.js'
import { inOrder } from '../../model/follow-ups/order.js'
import type { StaffMember } from '../../model/staff/staff.js'
import { standInsOn } from '../../postgres/follow-ups/deputies.js'
import { keepAct } from '../../postgres/follow-ups/follow-up-acts.js'
import { findFollowUp, historiesOf } from '../../postgres/follow-ups/follow-up-histories.js'
import {
  communesNotReached,
  followSpocs,
  settleReached,
  settleStanding,
} from '../../postgres/follow-ups/follow-up-rules.js'
import { openFollowUps } from '../../postgres/follow-ups/follow-ups.js'
import type { Context } from '../context.js'
import { staffOf, tellStaff } from '../staff/staff.js'
import { accessTo, actOnFollowUp, type FollowUpDone, type FollowUpPorts } from './act-on-follow-up.js'
import { prepareEffect } from './follow-up-effects.js'
import { type Handover, keepFollowUpRules } from './follow-up-rules.js'

/** Follow-ups: what people do with them, and what the house opens and settles by rule. */
export function bindFollowUp(context: Context, nudge: (deliveries: string[]) => Promise<void>) {
  const { db } = context.engine
  return {
    followUp: (id: string) => findFollowUp(db, id),
    /** What happened to some follow-ups, by id, oldest first. */
    followUpHistories: (ids: string[]) => historiesOf(db, ids),
    /** Does something with a follow-up for a person of the staff, by address. An assignment names an address, too. */
    actOnFollowUp: (id: string, by: string, act: FollowUpAct): Promise<FollowUpDone<FollowUp>> =>
      actOnFollowUp(actPorts(context, nudge), { id, by, act }, context.clock()),
    /** The follow-up, its commune and who asks, when that person may see it; or why not. */
    followUpAccess: (id: string, by: string) => accessTo(actPorts(context, nudge), id, by),
    /** Who stands in for whom today, by the roster's id of who is away. */
    standIns: () => standInsOn(db, today(context)),
    /** Vacancies, ending mandates, communes that nobody reached, changed SPOCs: opened, settled, handed over. */
    keepFollowUpRules: (): Promise<void> => keepRules(context),
  }
}

const today = ({ clock, config }: Context) => localDay(clock(), config.timeZone)

function actPorts(context: Context, nudge: (deliveries: string[]) => Promise<void>): FollowUpPorts<FollowUp> {
  const { db } = context.engine
  return {
    communes: async () => (await context.folders.roster(today(context))).roster.communes,
    staff: () => staffOf(context),
    find: id => findFollowUp(db, id),
    keep: async (id, act, acting) => {
      const found = act.kind === 'done' ? await findFollowUp(db, id) : null
      const claim = act.kind === 'done' ? { ...act, by: acting.by } : null
      const effect = found && claim ? await prepareEffect(context, found, claim) : null
      const kept = await keepAct(db, id, act, { ...acting, today: today(context) }, effect)
      if ('due' in kept && kept.due && kept.due.length > 0) await nudge(kept.due)
      return kept
    },
    tellAssigned: ({ id, commune, spoc }, from, by) =>
      tellHandovers(context, [{ id, commune, from, to: spoc }], by),
  }
}

async function keepRules(context: Context): Promise<void> {
  const { db } = context.engine
  await keepFollowUpRules(
    {
      roster: async () => {
        const { roster, problems } = await context.folders.roster(today(context))
        return { roster, isWhole: problems.length === 0 }
      },
      open: followUps => openFollowUps(db, followUps),
      settleStanding: (causes, now) => settleStanding(db, causes, now),
      notReached: since => communesNotReached(db, since),
      settleReached: now => settleReached(db, now),
      followSpocs: async (spocs, staff, now) => {
        const handovers = await followSpocs(db, spocs, staff, now)
        if (handovers.length > 0) context.log.info('follow-up.reassigned', { followUps: handovers.length })
        return handovers
      },
      tellHandovers: handovers => tellHandovers(context, handovers),
    },
    today(context),
    context.clock(),
  )
}

/** Where the follow-ups are, for the mails that speak of them. */
export const followUpsUrl = ({ config }: Pick<Context, 'config'>) => `${config.baseUrl}/follow-ups`

/** One mail to each side of each pair of people, not to who did it; who is on the staff no more gets none. */
async function tellHandovers(context: Context, handovers: Handover[], by?: StaffMember): Promise<void> {
  const pairs = new Map<string, Handover[]>()
  for (const one of handovers) {
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
      const values = { to: side, other: other?.name ?? null, items, link: followUpsUrl(context) }
      await tellStaff(context, [reader], 'follow-ups-reassigned', `${pair} ${mark}`, values)
    }
  }
}

async function itemsOf(context: Context, handovers: Handover[]) {
  const { communes, mandateHolders } = (await context.folders.roster(today(context))).roster
  const found = await Promise.all(handovers.map(({ id }) => findFollowUp(context.engine.db, id)))
  const followUps = inOrder(found.filter(one => one !== null))
  return followUps.map(one => {
    const { commune, recipient, reason, due } = one
    const name = communes.find(({ nis }) => nis === commune)?.name ?? { fr: commune, nl: commune }
    const holder = isAboutCommune(reason) ? null : mandateHolders.find(({ id }) => id === recipient)
    const who = isAboutCommune(reason) ? null : holder?.name || recipient
    const { role, competences } = holder ?? {}
    const vacant = holder?.name === '' && role && competences ? { vacant: { role, competences } } : {}
    return { commune: name, recipient: who, ...vacant, reason, due }
  })
}
