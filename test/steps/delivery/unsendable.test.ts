import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { draft } from '../../../src/steps/editions/draft.js'
import { openWorld, type World } from '../../support/world.js'

const EDITION = '2020-W18'

let world: World
beforeAll(async () => {
  world = await openWorld({
    smtpPort: 1,
    now: '2020-04-29T12:00:00+02:00',
    settings: { TEMPLATES_DIR: 'templates' },
  })
  world.layOut(EDITION)
})
afterAll(() => world.close())

describe('a template of which a mail can be rendered, and not be sent', () => {
  it.each([
    [
      'partials/brief.mjml',
      /\{\{salutation\}\}/,
      '',
      /edition\.mjml:1 the html has no place for the salutation/,
    ],
    [
      'edition.txt.hbs',
      /\{\{salutation\}\}/,
      '',
      /edition\.txt\.hbs:1 the text has no place for the salutation/,
    ],
    [
      'subject.hbs',
      /^/,
      '{{#each halves}}{{salutation}}{{/each}}',
      /subject\.hbs:1 the subject can’t hold a salutation/,
    ],
  ])('is a fault of the draft, not of each delivery: %s', async (file, words, instead, says) => {
    const path = join(world.dir, 'templates', file)
    const before = readFileSync(path, 'utf8')
    writeFileSync(path, before.replace(words, instead))
    await expect(draft(world.app, EDITION, null)).rejects.toThrow(says)
    writeFileSync(path, before)
    expect((await draft(world.app, EDITION, null)).kind).toBe('frozen')
  })
})
