import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { loadTemplates } from '../../src/mjml/load.js'
import { checkNames } from '../../src/mjml/missing-names.js'
import { BRUSSELS } from '../../src/model/agency/agency.js'
import { EDITION_SAMPLES, sampleContent, sampleReader } from '../../tools/gallery/samples/editions.js'

const TEMPLATES = fileURLToPath(new URL('../../templates', import.meta.url))

let dir: string
beforeAll(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'estafette-')), 'templates')
})
afterAll(() => rmSync(join(dir, '..'), { recursive: true }))

/** Checks the edition with the templates that ship, one text of one file replaced. */
async function checkWith(file: string, from: string, to: string): Promise<void> {
  cpSync(TEMPLATES, dir, { recursive: true })
  const source = readFileSync(join(dir, file), 'utf8')
  expect(source).toContain(from)
  writeFileSync(join(dir, file), source.replace(from, to))
  const content = sampleContent(EDITION_SAMPLES.week as never, await loadTemplates(dir, BRUSSELS))
  await checkNames(dir, content, sampleReader('alderman', 'fr+nl'))
}

describe('the names in the templates of an edition', () => {
  it('are all there in those that ship', async () => {
    await checkWith('partials/foot.mjml', '{{half.foot.why}}', '{{half.foot.why}}')
  })

  it.each([
    [
      'behind a block parameter',
      'partials/foot.mjml',
      '{{half.foot.why}}',
      '{{half.foot.wy}}',
      'halves[].foot.wy',
    ],
    [
      'in a word',
      'partials/brief.mjml',
      '{{half.words.edition.brief}}',
      '{{half.words.edition.brif}}',
      'halves[].words.edition.brif',
    ],
    [
      'of one item',
      'partials/updates.mjml',
      '{{fact.value}}',
      '{{fact.valu}}',
      'halves[].parts[].items[].facts[].valu',
    ],
    [
      'in the web version alone',
      'partials/foot.mjml',
      '{{half.proof.audience}}',
      '{{half.proof.audiance}}',
      'halves[].proof.audiance',
    ],
    ['in the text part', 'edition.txt.hbs', '{{half.foot.why}}', '{{half.foot.wy}}', 'halves[].foot.wy'],
    ['of the mail as a whole', 'edition.txt.hbs', '{{half.foot.why}}', '{{nothing}}', 'halves[].nothing'],
    [
      'within what is missing',
      'edition.txt.hbs',
      '{{half.foot.why}}',
      '{{nothing.like.it}}',
      'halves[].nothing',
    ],
  ])('are refused where the mail does not have them: %s', async (_, file, from, to, path) => {
    await expect(checkWith(file, from, to)).rejects.toThrow(
      new RegExp(
        `^templates/${file.replaceAll('.', '\\.')}:[1-9]\\d* names ${path.replace(/[[\].]/g, '\\$&')}, which`,
      ),
    )
  })
})
