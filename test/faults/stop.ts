import { setTimeout as pause } from 'node:timers/promises'
import { type Fault, finish, send, states, unless } from './fault.js'
import { openOnes, type Rig } from './rig.js'
import { between } from './seed.js'

export const stopped: Fault = {
  name: 'emergency stop in mid-send, then resumed',
  strike: async (rig, random) => {
    const edition = await rig.edition()
    // A second for each answer: there is a middle to stop in.
    let dots = 0
    const nth = between(random, 5, rig.mails / 5)
    const struck = new Promise<void>(resolve =>
      rig.server.setScript(stage => {
        if (stage !== 'dot') return null
        if (++dots === nth) resolve()
        return dots < nth ? null : { after: pause(1000), act: null }
      }),
    )
    const process = send(rig, edition)
    await struck
    const stop = rig.estafette(['stop', edition])
    const told = await stop.ended
    const { rows } = await rig.client.query('select stopped_at from estafette.edition where id = $1', [
      edition,
    ])
    const left = await process.ended
    const paused = process.out()
    const listed = await whoHasIt(rig, edition)
    const late = dotsAfter(rig, edition, rows[0].stopped_at, 2000)
    const open = await openOnes(rig, edition)
    await rig.estafette(['resume', edition]).ended
    const recovered = await finish(rig, edition)
    const { accepted = 0 } = await states(rig, edition)
    return {
      edition,
      rounds: 1,
      recovered,
      inDoubtAtMost: 0,
      wrong: [
        ...unless(told === 0 && left === 1, `stop ended with ${told}, send with ${left}`),
        ...unless(
          stop.out().includes(`Who has it: estafette deliveries ${edition}`),
          'the stop does not say how to see who has it',
        ),
        ...listed,
        ...unless(paused.includes('paused'), 'send does not say why it ended'),
        ...unless(late === 0, `${late} dots left more than 2 s after the stop`),
        ...unless(open > 0, 'the stop came too late to stop anything'),
        ...unless(accepted === rig.mails, `${accepted} of ${rig.mails} were accepted in the end`),
      ],
    }
  },
}

/** Final dots of an edition that came so many milliseconds after an instant, or later. Its clock is this machine's, as ours is. */
function dotsAfter({ server }: Rig, edition: string, instant: Date, milliseconds: number): number {
  const from = instant.getTime() + milliseconds
  const clock = (at: number) => Date.now() - (performance.now() - at)
  return server.journal.filter(
    ({ messageId, at }) => messageId.startsWith(`<${edition}.`) && clock(at) > from,
  ).length
}

/** The list that a stop names, held against what the server took: everyone who has the mail, and nobody else. */
async function whoHasIt(rig: Rig, edition: string): Promise<string[]> {
  const list = rig.estafette(['deliveries', edition, '--json'])
  const status = await list.ended
  if (status !== 0) return [`deliveries ended with ${status}`]
  const rows = JSON.parse(list.out()) as { recipient: string; state: string; messageId: string }[]
  const mails = rig.server.journal.filter(({ messageId }) => messageId.startsWith(`<${edition}.`))
  const taken = new Set(mails.map(({ messageId }) => messageId))
  const has = rows.filter(({ state }) => state === 'accepted' || state === 'in-doubt')
  const untold = [...taken].filter(messageId => !has.some(row => row.messageId === messageId))
  const wrongly = has.filter(row => row.state === 'accepted' && !taken.has(row.messageId))
  return [
    ...unless(rows.length === rig.mails, `${rows.length} deliveries are listed`),
    ...unless(has.length > 0, 'it says that nobody has it'),
    ...unless(untold.length === 0, `${untold.length} have it and are not listed as such`),
    ...unless(wrongly.length === 0, `${wrongly.map(row => row.recipient)} are listed and do not have it`),
  ]
}
