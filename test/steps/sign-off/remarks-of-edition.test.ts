import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { draft } from '../../../src/steps/editions/draft.js'
import { readEdition } from '../../../src/steps/editions/read-edition.js'
import { addRemark } from '../../../src/steps/sign-off/add-remark.js'
import { remarksFor, returnedEdition } from '../../../src/steps/sign-off/remarks-for.js'
import { answerRemark } from '../../../src/steps/sign-off/reply-to-remark.js'
import { returnedBefore } from '../../../src/steps/sign-off/returned-before.js'
import { sendRemarks } from '../../../src/steps/sign-off/send-remarks.js'
import { signOff } from '../../../src/steps/sign-off/sign-off.js'
import { staffOf } from '../../../src/steps/staff/staff.js'
import { takeIn } from '../../../src/steps/updates/take-in.js'
import { writeFile } from '../../support/desk-week.js'
import { openWorld, type World } from '../../support/world.js'

const EDITION = '2020-W18'
const DIRECTOR = 'direction@cabinet.example'
const EDITOR = 'redaction-economie@agence.example'

let world: World
beforeAll(async () => {
  world = await openWorld({ smtpPort: 1, now: '2020-04-29T12:00:00+02:00' })
  world.layOut(EDITION)
  await takeIn(world.app)
})
afterAll(() => world.close())

const person = async (email: string) => {
  const found = (await staffOf(world.app)).find(one => one.email === email)
  if (!found) throw new Error(email)
  return found
}
const frozen = async () => {
  const prepared = await draft(world.app, EDITION, null)
  if (prepared.kind !== 'frozen') throw new Error(JSON.stringify(prepared))
  return prepared.hash
}

it('what is remarked on an edition waits for its editors, comes back answered, and is followed into the next version', async () => {
  const hash = await frozen()
  const left = await sendRemarks(world.app, EDITION, DIRECTOR, [
    { update: 'prime-unique', text: 'Quel montant ?' },
    { update: 'none-of-this-name', text: 'Et ceci ?' },
  ])
  expect(left).toEqual([{ update: 'none-of-this-name', text: 'Et ceci ?' }])
  const { toDo } = await remarksFor(world.app, await person(EDITOR))
  expect(toDo.map(({ update, text }) => [update, text])).toEqual([['prime-unique', 'Quel montant ?']])
  expect(await remarksFor(world.app, await person(DIRECTOR))).toMatchObject({ answered: [] })

  expect(await returnedEdition(world.app, EDITION)).toBeNull()
  await signOff(world.app, { edition: EDITION, hash, by: DIRECTOR, decision: 'reject', comment: 'À revoir' })
  expect(await returnedEdition(world.app, EDITION)).toMatchObject({ edition: EDITION, comment: 'À revoir' })

  await answerRemark(world.app, { id: toDo[0]?.id ?? 0, by: EDITOR, text: '4.000 €.' })
  const { answered } = await remarksFor(world.app, await person(DIRECTOR))
  expect(answered.map(({ update }) => update)).toEqual(['prime-unique'])

  writeFile(world, 'chiffres', {})
  await takeIn(world.app)
  await frozen()
  await addRemark(world.app, { update: 'chiffres', by: DIRECTOR, text: 'Bien.', edition: EDITION })
  const row = await readEdition(world.app, EDITION)
  if (!row) throw new Error('no edition')
  expect(row.version).toBe(2)
  const { refusals, followed, present } = await returnedBefore(world.app, row)
  expect(refusals).toMatchObject([{ comment: 'À revoir' }])
  expect(followed.map(({ update, before, after }) => [update, before?.number, after?.number])).toEqual([
    ['prime-unique', 1, 1],
  ])
  expect(present.map(({ update }) => update)).toEqual(['chiffres'])
  expect(await returnedEdition(world.app, EDITION)).toBeNull()
})
