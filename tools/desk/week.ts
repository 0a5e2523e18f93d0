import { dispatch } from '../../src/steps/delivery/dispatch.js'
import { readEdition } from '../../src/steps/editions/read-edition.js'
import { actOnFollowUp } from '../../src/steps/follow-ups/act-on-follow-up.js'
import { takeIn } from '../../src/steps/updates/take-in.js'
import { type DeskWeek, layWeek, removeFile, STAFF, writeFile } from '../../test/support/desk-week.js'
import { askedEdition } from '../../test/support/signing.js'
import { deliverAll, signedEdition } from '../../test/support/world.js'
import { NEXT, type WeekState } from './looks.js'

/** How each state of the week is reached from the one before. */
export const REACH: Record<WeekState, (desk: DeskWeek) => Promise<void>> = {
  /** With a file that can't be used. */
  writing: async desk => {
    await layWeek(desk)
    writeFile(desk.world, 'terrasses', { title: 'Terrasses', deadline: '2020-02-30' })
    await takeIn(desk.world.app)
  },
  /** With an answer that may be shared. */
  asked: async ({ world, relay, setClock }) => {
    const answer = { kind: 'answer', text: 'Oui, partout dans la Région.' } as const
    await actOnFollowUp(world.app, { id: '3', by: STAFF.spoc, act: answer })
    removeFile(world, 'terrasses')
    await takeIn(world.app)
    setClock('2020-05-06T13:00:00+02:00')
    await askedEdition(world, relay, NEXT)
  },
  /** Each third mail is put off. */
  sending: async ({ world, relay, setClock }) => {
    if ((await readEdition(world.app, NEXT))?.state === 'awaiting-sign-off') await signedEdition(world, NEXT)
    let asked = 0
    relay.setPolicy(() => (++asked % 3 === 0 ? '451 4.7.1 Greylisted, try again later' : null))
    setClock('2020-05-07T09:00:00+02:00')
    await dispatch(world.app, NEXT)
    await deliverAll(world, NEXT)
  },
}
