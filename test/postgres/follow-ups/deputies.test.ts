import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { sql } from 'kysely'
import { standInsOn } from '../../../src/postgres/follow-ups/deputies.js'
import type { TestDatabase } from '../../support/ledger.js'
import { arrive, type Delivery, openReported, setUp } from '../../support/reported.js'
import { awayMail } from '../../support/reports.js'

let database: TestDatabase
beforeAll(async () => {
  database = await openReported()
})
afterAll(() => database.close())

const away = ({ path }: Delivery, text: string, date: string) => arrive(awayMail({ to: path, text, date }))
const on = async (day: string) => (await standInsOn(database.db, day)).get('mayor')

describe('who stands in', () => {
  it('is whom the last automatic reply names, as long as the absence lasts', async () => {
    const one = await setUp()
    expect(await on('2026-11-26')).toBeUndefined()
    await away(
      one,
      'Absente jusqu’au 5 décembre 2026. En mon absence, contactez ancien@ixelles.example.',
      'Thu, 26 Nov 2026 10:00:00 +0100',
    )
    await away(
      await setUp(),
      'Absente jusqu’au 12 décembre 2026. En mon absence, contactez cabinet@ixelles.example.',
      'Fri, 27 Nov 2026 10:00:00 +0100',
    )
    await away(one, 'Votre message a bien été reçu.', 'Sat, 28 Nov 2026 10:00:00 +0100')
    expect(await on('2026-12-12')).toEqual({ email: 'cabinet@ixelles.example', until: '2026-12-12' })
    expect(await on('2026-12-13')).toBeUndefined()
  })

  it('is believed for two weeks where no end was named', async () => {
    await sql`update report set deputy = null`.execute(database.db)
    const text = 'Je suis absente. En mon absence, contactez cabinet@ixelles.example.'
    await away(await setUp(), text, 'Mon, 30 Nov 2026 10:00:00 +0100')
    expect(await on('2026-12-14')).toEqual({ email: 'cabinet@ixelles.example', until: null })
    expect(await on('2026-12-15')).toBeUndefined()
  })
})
