import type { Outcome } from '../model/delivery/outcome.js'
import { OWN_WORDS } from '../model/delivery/own-words.js'
import { domainOf } from '../model/delivery/pace.js'
import type { Ledger } from '../postgres/delivery/ledger.js'
import type { Circuit } from './circuit.js'
import { type ClaimedDelivery, type Delivered, type DeliverPorts, deliver, whomOf } from './deliver.js'
import { type Lanes, openPlace } from './lanes.js'

/** `toRelay`: until the relay has answered, so many to one domain; `inDoubt`: from the dot until the outcome is recorded. */
export type Ways = { toRelay: Lanes; inDoubt: Lanes; relay: Pick<Circuit, 'passable' | 'isPassable'> }

/** A lane to a relay that is there: null, until it is left. Or why there is none: nobody waits in a lane for a relay that is away. */
async function wayTo({ toRelay, relay }: Ways, domain: string): Promise<Outcome | null> {
  for (;;) {
    if (!(await relay.passable())) return AWAY
    if (!(await toRelay.enter(domain))) return AWAY
    if (relay.isPassable()) return null
    toRelay.leave(domain)
  }
}

/**
 * One delivery on its way. Others are claimed and made meanwhile, and the next mail goes over the connection while the last one's
 * outcome is being recorded: the relay never waits for the ledger. After a kill no more are in doubt than there are connections.
 * What fails between claim and outcome (a database that restarts) must keep neither the claim alive nor a lane.
 */
export async function deliverAndLetGo(
  ports: DeliverPorts,
  ways: Ways,
  ledger: Ledger,
  delivery: string,
): Promise<Delivered> {
  let mine: ClaimedDelivery | null = null
  const doubt = openPlace(ways.inDoubt)
  const claim: DeliverPorts['claim'] = async (...wanted) => {
    mine = await ports.claim(...wanted)
    return mine
  }
  const transmit: DeliverPorts['transmit'] = async (claimed, content, gate) => {
    const asked = performance.now()
    const domain = domainOf(claimed.addressee.email)
    const none = await wayTo(ways, domain)
    if (none) return none
    try {
      const late = performance.now() - asked > STALE ? await changedMeanwhile(ports, claimed) : null
      if (late) return late
      return await ports.transmit(claimed, content, async () => (await doubt.take()) && gate())
    } finally {
      ways.toRelay.leave(domain)
    }
  }
  try {
    return await deliver({ ...ports, claim, transmit }, delivery)
  } finally {
    doubt.giveBack()
    if (mine) ledger.letGo(mine)
  }
}

/** Who waited this long for a way to the relay asks again whether the mail may go, in milliseconds. */
const STALE = 1000

async function changedMeanwhile(ports: DeliverPorts, claimed: ClaimedDelivery): Promise<Outcome | null> {
  if (claimed.expiresAt && claimed.expiresAt <= ports.now()) return { kind: 'expired' }
  const suppression = await ports.suppression(whomOf(claimed))
  return suppression && { kind: 'suppressed', suppression }
}

const AWAY: Outcome = { kind: 'withheld', detail: OWN_WORDS['relay-away'] }
