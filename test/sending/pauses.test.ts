import { describe, expect, it } from '@jest/globals'
import type { ClaimedDelivery } from '../../src/sending/deliver.js'
import { openPauses } from '../../src/sending/pauses.js'

const mail = (edition: string) => ({ edition }) as ClaimedDelivery

describe('a pause', () => {
  it('holds back what was claimed before it, of that edition alone, and lets go what is claimed after it', async () => {
    const pauses = openPauses()
    const claim = async (edition: string) =>
      (await pauses.claiming(async () => mail(edition))) as ClaimedDelivery
    const [before, other] = [await claim('2020-W18'), await claim('2020-W18-flash-1')]
    pauses.pause('2020-W18')
    await new Promise(resolve => setImmediate(resolve))
    const after = await claim('2020-W18')
    expect([before, other, after].map(pauses.isOver)).toEqual([true, false, false])
    expect(await pauses.claiming(async () => null)).toBeNull()
  })
})
