import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../../src/config.js'
import { readTextDocument } from '../../../src/parse/word/text-document.js'
import { parseWordUpdate } from '../../../src/parse/word/word-update.js'
import { soffice } from '../../support/soffice.js'
import { KNOWN } from '../../support/update-files.js'
import { filledFields, TEMPLATE, TEMPLATE_NAMES } from '../../support/word-files.js'

const FILLED = filledFields({
  from: '2026-12-07',
  deadline: '2026-12-20',
  urgency: 'Urgent / Dringend',
  'amount.max': '4 000',
  'concerns.roles': 'Échevin / Schepen',
  'concerns.competences': 'Économie / Economie, Santé / Gezondheid',
  'concerns.communes': '21001, 21015',
  'event.start': '2026-12-10 14:00',
  'act.fr': 'https://fr.example/eli',
  'act.nl': 'https://nl.example/eli',
  'act.title.fr': 'Arrêté du 23 mars 2020',
  'act.title.nl': 'Besluit van 23 maart 2020',
  'pass_on.fr': 'Le formulaire est en ligne.',
  'pass_on.nl': 'Het formulier staat online.',
  'fr.body': 'Voir 1819.',
  'nl.body': 'Zie 1819.',
})
const FORMATS = ['odt', 'docx', 'fodt'] as const

function parse(bytes: Uint8Array, name: string) {
  const read = readTextDocument(bytes, name)
  if ('fault' in read) throw new Error(read.fault)
  return parseWordUpdate(read.document, { ...KNOWN, names: TEMPLATE_NAMES, file: name })
}

const convert = soffice()
const through = convert ? describe : describe.skip

through('the Word template, filled in, through LibreOffice and back', () => {
  let dir: string
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'soffice-'))
    await writeFile(join(dir, 'filled.docx'), FILLED)
    await writeFile(join(dir, 'untouched.docx'), TEMPLATE)
    const fixtures = join(PROJECT_ROOT, 'test', 'fixtures', 'word')
    const lists = join(fixtures, 'numbering', 'letters-in-numbers.docx')
    const raised = join(fixtures, 'raised', 'two-note-marks.docx')
    const files = [join(dir, 'filled.docx'), join(dir, 'untouched.docx'), lists, raised]
    for (const format of FORMATS) await convert?.(dir, files, format)
    // From LibreOffice's own format back to Word's.
    await convert?.(dir, [join(dir, 'odt', 'filled.odt')], 'docx')
  }, 180_000)
  afterAll(() => rm(dir, { recursive: true, force: true }))

  const from = (format: string, name: string) => readFile(join(dir, format, `${name}.${format}`))

  it.each(FORMATS)('says the same as .%s', async format => {
    const own = parse(FILLED, 'filled.docx')
    expect(own).toMatchObject({
      warnings: [],
      update: {
        kind: 'measure',
        topic: 'economy',
        urgency: 'urgent',
        from: '2026-12-07',
        deadline: '2026-12-20',
        amount: { max: 4000 },
        concerns: { roles: ['alderman'], competences: ['economy', 'health'], communes: ['21001', '21015'] },
        event: { start: '2026-12-10T14:00' },
      },
    })
    expect(parse(await from(format, 'filled'), `filled.${format}`)).toEqual(own)
  })

  it.each(FORMATS)('is as empty as ours, untouched, as .%s', async format => {
    const problems = (parsed: ReturnType<typeof parse>) =>
      'problems' in parsed ? parsed.problems.map(({ code, line }) => `${code} ${line}`) : []
    expect(problems(parse(TEMPLATE, 'a.docx'))).toHaveLength(8)
    expect(problems(parse(await from(format, 'untouched'), `a.${format}`))).toEqual(
      problems(parse(TEMPLATE, 'a.docx')),
    )
  })

  it.each(['letters-in-numbers', 'two-note-marks'])('keeps numbers and raised text of %s', async name => {
    const folder = name.startsWith('letters') ? 'numbering' : 'raised'
    const original = await readFile(join(PROJECT_ROOT, 'test', 'fixtures', 'word', folder, `${name}.docx`))
    const own = parse(original, `${name}.docx`)
    expect(own).toMatchObject({ update: { id: expect.any(String) } })
    for (const format of FORMATS) expect(parse(await from(format, name), `${name}.${format}`)).toEqual(own)
  })
})
