import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { TemplateError } from '../../../src/mjml/template-error.js'
import { rosterToday } from '../../../src/steps/context.js'
import { contentOf, renderForEveryReader } from '../../../src/steps/editions/draft-content.js'
import type { Plan } from '../../../src/steps/editions/plan.js'
import { planEdition } from '../../../src/steps/editions/plan-edition.js'
import { isWebToken } from '../../../src/steps/editions/web-edition.js'
import { takeIn } from '../../../src/steps/updates/take-in.js'
import { openWorld, type World } from '../../support/world.js'
import { writeUpdate } from '../../support/written-updates.js'

const ABOUT = { edition: '2026-W48', date: '2026-11-26' }

let world: World
beforeAll(async () => {
  world = await openWorld({
    now: '2026-11-25T12:00:00+01:00',
    settings: { TEMPLATES_DIR: 'templates', BASE_URL: 'https://estafette.example' },
  })
  writeUpdate(world, { id: 'mesure' })
  await takeIn(world.app)
})
afterAll(() => world.close())

async function planned() {
  const { roster } = await rosterToday(world.app)
  const plan = await planEdition(world.app, { ...ABOUT, roster, wishes: {} })
  if ('code' in plan) throw new Error(plan.code)
  return { plan, roster, templates: await world.app.folders.templates() }
}
async function content(change: Partial<Plan> = {}, context: World['app'] = world.app) {
  const { plan, roster, templates } = await planned()
  return contentOf(context, ABOUT, { ...plan, ...change }, roster, templates)
}

describe('what an edition freezes', () => {
  it('is its updates, week and SPOCs, and an address for its readers alone', async () => {
    const frozen = await content()
    expect(frozen).toMatchObject({
      ...ABOUT,
      kind: 'regular',
      week: { year: 2026, number: 48, monday: '2026-11-23' },
      items: [{ update: { id: 'mesure' }, section: 'new' }],
      timeZone: 'Europe/Brussels',
    })
    expect(frozen.spocs['21001']).toMatchObject({ id: 'spoc-ouest', email: 'spoc-ouest@agence.example' })
    const token = frozen.web?.address.split('/').at(-1) ?? ''
    expect(isWebToken(world.app, ABOUT.edition, token)).toBe(true)
  })

  it('says nothing of what it has not: its hash must stay as it was before there was such a thing', async () => {
    const frozen = await content()
    for (const key of ['letThrough', 'languages', 'erratum', 'onlyFor', 'follows'])
      expect(frozen).not.toHaveProperty(key)
    const config = { ...world.config, hasWebVersions: false }
    expect(await content({}, { ...world.app, config })).not.toHaveProperty('web')
    expect(await content({ extra: { onlyFor: ['21009'] } })).toMatchObject({ onlyFor: ['21009'] })
  })

  it('is nothing where a commune’s SPOC is not on the staff', async () => {
    const { plan, roster, templates } = await planned()
    const staff = roster.staff.filter(({ id }) => id !== 'spoc-ouest')
    await expect(contentOf(world.app, ABOUT, plan, { ...roster, staff }, templates)).rejects.toThrow(
      'commune 21001 names the SPOC "spoc-ouest"',
    )
  })
})

describe('the mails of an edition', () => {
  it('are made for every reader before anybody signs it; one that can’t be made names its template', async () => {
    const { plan } = await planned()
    await renderForEveryReader(world.app, await content(), plan.audience)
    appendFileSync(join(world.config.templatesDir, 'edition.txt.hbs'), '{{nothing.like.it}}')
    const broken = renderForEveryReader(world.app, await content(), plan.audience)
    await expect(broken).rejects.toThrow(TemplateError)
    await expect(broken).rejects.toThrow(/edition\.txt\.hbs:\d+ names nothing, which/)
  })

  it('are none for nobody', async () => {
    const nobody = { candidates: 0, addressees: [], exclusions: [] }
    expect(await renderForEveryReader(world.app, await content(), nobody)).toBeUndefined()
  })
})
