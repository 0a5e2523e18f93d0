import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from '@jest/globals'
import { compileTemplates } from '../../src/mjml/compile.js'
import { keysOf, loadLocales, loadTemplates } from '../../src/mjml/load.js'
import { BRUSSELS } from '../../src/model/agency/agency.js'
import { inLanguage } from '../../src/model/language/language.js'
import { COMPETENCES, TOPICS } from '../support/lists.js'

const TEMPLATES = fileURLToPath(new URL('../../templates', import.meta.url))
const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

/** A copy of the templates in which one file is changed. */
async function templatesWith(file: string, change: (source: string) => string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'estafette-'))
  folders.push(folder)
  const dir = join(folder, 'templates')
  await cp(TEMPLATES, dir, { recursive: true })
  await writeFile(join(dir, file), change(await readFile(join(dir, file), 'utf8')))
  return dir
}

describe('the templates that ship', () => {
  it('load, with one compiled mail per first language', async () => {
    const { templates } = await loadTemplates(TEMPLATES, BRUSSELS)
    expect(inLanguage(templates, 'fr').html).toContain('<html lang="fr"')
    expect(inLanguage(templates, 'nl').html).toContain('<html lang="nl"')
    expect(
      inLanguage(templates, 'fr')
        .html.split('\n')
        .filter(line => line === '{{salutation}}'),
    ).toHaveLength(1)
    expect(
      inLanguage(templates, 'fr')
        .text.split('\n')
        .filter(line => line === '{{salutation}}'),
    ).toHaveLength(1)
  })

  it('have the same keys and the same slots in both locales', async () => {
    const { fr = {}, nl = {} } = await loadLocales(TEMPLATES, BRUSSELS)
    expect(keysOf(nl)).toEqual(keysOf(fr))
    const slots = (text: string) => [...new Set(text.match(/\{[\w-]+\}/g))].sort()
    const at = (strings: object, key: string) =>
      key
        .split('.')
        .reduce<unknown>((inner, part) => (inner as Record<string, unknown>)[part], strings) as string
    for (const key of keysOf(fr)) expect([key, slots(at(nl, key))]).toEqual([key, slots(at(fr, key))])
  })

  it('name every topic and every competence', async () => {
    const { fr = {} } = await loadLocales(TEMPLATES, BRUSSELS)
    expect(Object.keys(fr.topics as object)).toEqual(TOPICS)
    expect(Object.keys(fr.competences as object)).toEqual(COMPETENCES)
  })
})

describe('templates with a fault', () => {
  it.each([
    [
      'an include that is not there',
      'edition.mjml',
      'brief.mjml',
      'breif.mjml',
      /^templates\/edition\.mjml:\d+ mj-include names a file that is not there/,
    ],
    [
      'an include that leads out',
      'edition.mjml',
      './partials/brief.mjml',
      '../x.mjml',
      /^templates\/edition\.mjml:\d+ mj-include leads out/,
    ],
    [
      'an unknown element',
      'partials/foot.mjml',
      '<mj-text',
      '<mj-texte',
      /^templates\/partials\/foot\.mjml:\d+ <\/mj-text> closes <mj-texte> of line 3/,
    ],
    [
      'an unknown attribute',
      'partials/foot.mjml',
      'font-size="14px"',
      'size="14px"',
      /^templates\/partials\/foot\.mjml:3 .*size/,
    ],
    [
      'an element in a wrong place',
      'partials/foot.mjml',
      /mj-column/g,
      'mj-hero',
      /^templates\/partials\/foot\.mjml:2 /,
    ],
    [
      'an element never closed',
      'edition.mjml',
      '</mj-column>',
      '',
      /^templates\/edition\.mjml:\d+ <\/mj-section> closes <mj-column> of line \d+/,
    ],
    [
      'a block never closed',
      'partials/updates.mjml',
      '{{/if}}',
      '',
      /^templates\/partials\/updates\.mjml:\d+ /,
    ],
    [
      'a colour that the house lacks',
      'partials/head.mjml',
      '%light.muted%',
      '%light.mauve%',
      /^templates\/partials\/head\.mjml:\d+ %light\.mauve% is not a colour/,
    ],
    [
      'a broken text template',
      'edition.txt.hbs',
      '{{#each halves as |half|}}',
      '',
      /^templates\/edition\.txt\.hbs:\d+ /,
    ],
    ['a house without a name', 'house.yaml', 'title:', 'titel:', /^templates\/house\.yaml:\d+ /],
    [
      'a house with a wrong colour',
      'house.yaml',
      '"#b01e28"',
      '"red"',
      /^templates\/house\.yaml:68 colours\.light\.urgent/,
    ],
    [
      'a locale without a key',
      'locales/nl.json',
      '"horeca": "Horeca",',
      '',
      /^templates\/locales\/nl\.json:1 "(topics|competences)\.horeca" is missing/,
    ],
    [
      'a locale that is no JSON',
      'locales/fr.json',
      '"topics": {',
      '"topics": ',
      /^templates\/locales\/fr\.json:\d+ /,
    ],
  ] as [string, string, string | RegExp, string, RegExp][])(
    '%s: an error that names file and line',
    async (_, file, from, to, message) => {
      const dir = await templatesWith(file, source => source.replace(from, to))
      await expect(loadTemplates(dir, BRUSSELS)).rejects.toThrow(message)
    },
  )

  it('are refused by compileTemplates as well', async () => {
    const dir = await templatesWith('edition.mjml', source => source.replace('brief.mjml', 'breif.mjml'))
    await expect(compileTemplates(dir, BRUSSELS.languages)).rejects.toThrow(/not there/)
  })

  it('throw where the folder is not there', async () => {
    await expect(loadTemplates('/nowhere/templates', BRUSSELS)).rejects.toThrow(
      'templates/house.yaml:1 can’t be read.',
    )
  })
})
