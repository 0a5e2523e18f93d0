import { expect, it } from '@jest/globals'
import { notify } from '../../src/steps/staff/staff.js'
import { type Service, startService } from '../../worker/main.js'
import { sampleNotice } from '../support/notices.js'
import { startRelay } from '../support/relay.js'
import { openWorld } from '../support/world.js'

it('a running service sends a notice as soon as it is made, without waiting for its tick', async () => {
  const relay = await startRelay()
  const world = await openWorld({
    smtpPort: relay.port,
    now: '2026-11-25T12:00:00+01:00',
    settings: { LOG_LEVEL: 'silent' },
  })
  let service: Service | null = null
  try {
    service = await startService(world.config, world.app.clock, { pages: false, schedule: false })
    await notify(service.app, sampleNotice('update-gone'))
    while (relay.received.length === 0) await new Promise(resolve => setImmediate(resolve))
    expect(relay.received.map(({ to }) => to)).toEqual(['redaction@agence.example'])
  } finally {
    await service?.stop()
    await world.close()
    await relay.close()
  }
}, 60_000)
