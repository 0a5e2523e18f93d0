import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Addressee } from '../../../src/model/editions/audience.js'
import { freeze } from '../../../src/model/editions/freeze.js'
import { frozenContent, hashOfRows } from '../../../src/postgres/editions/frozen.js'
import { keepFrozen } from '../../../src/postgres/editions/keep-frozen.js'
import { startDatabase, type TestDatabase } from '../../support/ledger.js'
import { sampleEdition } from '../../support/sample-edition.js'

const NOW = new Date('2020-05-06T10:00:00Z')
const MAYOR: Addressee = {
  id: 'ixelles-mayor',
  commune: '21009',
  role: 'mayor',
  acting: false,
  competences: ['economy'],
  name: 'Bourgmestre',
  salutation: { fr: 'Madame la Bourgmestre,', nl: 'Mevrouw de burgemeester,' },
  languages: 'fr+nl',
  email: 'bourgmestre@ixelles.example',
}

let database: TestDatabase
beforeAll(async () => {
  database = await startDatabase()
})
afterAll(() => database.close())

it('verifies what was frozen while the hash still had its minute', async () => {
  const { db } = database
  const content = { ...(await sampleEdition()), items: [], cutOff: '2020-05-06T12:00:00+02:00' }
  const audience = { candidates: 1, addressees: [MAYOR], exclusions: [] }
  const frozen = freeze(content, audience)
  const terms = { preparedBy: null, now: NOW, sendAt: NOW, closesAt: NOW, approvalsRequired: 1 }
  await keepFrozen(db, { edition: '2020-W19', kind: 'regular', content, audience, frozen, ...terms })
  expect(await hashOfRows(db, '2020-W19', 1)).toBe(frozen.hash)
  expect(await frozenContent(db, '2020-W19', 1)).toEqual(content)
})
