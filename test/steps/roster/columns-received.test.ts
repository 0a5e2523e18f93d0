import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { importCommand } from '../../../src/cli/import-command.js'
import { PROJECT_ROOT, readConfig } from '../../../src/config.js'
import { describeProblem } from '../../../src/present/problem/texts.js'
import { openFolders } from '../../../src/steps/updates/folders.js'

type Json = {
  added: { id: string; name: string; salutation_fr: string; salutation_nl: string }[]
  changed: { id: string; fields: { field: string; old: string; new: string }[] }[]
  unchanged: number
  heading: { columns: { heading: string; column: string }[] }
  problems: { line: number; column: number; message: string; hint: string }[]
  warnings: { line: number; column: number; message: string; hint: string }[]
  understood: { column: string; found: string; read: string }[]
}

let dir: string
let recipients: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'estafette-columns-'))
  recipients = join(dir, 'recipients')
  cpSync(join(PROJECT_ROOT, 'recipients'), recipients, { recursive: true })
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const config = () =>
  readConfig(
    {
      DATA_DIR: join(dir, 'data'),
      RECIPIENTS_DIR: recipients,
      TEMPLATES_DIR: join(PROJECT_ROOT, 'templates'),
    },
    dir,
  )
const SHIPPED = readFileSync(join(PROJECT_ROOT, 'recipients/mandate-holders.csv'), 'utf8')

async function importedFile(file: string, commune?: string): Promise<Json> {
  const clock = () => new Date('2026-12-01T10:00:00+01:00')
  const wishes = { yes: false, allowShrink: true, allowUncovered: true, ...(commune ? { commune } : {}) }
  return (await importCommand({ config: config(), clock }, file, wishes)).json as Json
}
function imported(text: string, commune?: string): Promise<Json> {
  writeFileSync(join(dir, 'list.csv'), text)
  return importedFile(join(dir, 'list.csv'), commune)
}
const college = (...lines: string[]) => imported([...lines, ''].join('\n'), 'Jette')
/** The shipped list with more cells at the end of each line; the last empty one of a line stays. */
const shippedWith = (headings: string, cells: string) =>
  SHIPPED.trimEnd()
    .split('\n')
    .map((line, index) => `${line};${index === 0 ? headings : cells}`)
    .join('\n')
const messages = (list: { message: string; hint: string }[]) =>
  list.map(({ message, hint }) => `${message} ${hint}`)
const named = ({ added }: Json) => added.map(({ name }) => name)

describe('columns that are none of ours', () => {
  it('are left unread in a whole list, with one warning that names all of them', async () => {
    const { unchanged, changed, problems, warnings } = await imported(
      shippedWith('N°;Civilité;Parti;Adresse;Fonction exacte;Remarques', '7;Mme;XYZ;rue 1;1er;#N/A'),
    )
    expect({ unchanged, changed, problems }).toEqual({ unchanged: 62, changed: [], problems: [] })
    expect(messages(warnings)).toEqual([
      'Columns that are none of ours are left unread: "N°", "Civilité", "Parti", "Adresse", "Fonction exacte", "Remarques". Nothing to do, unless one holds what the roster needs.',
    ])
  })

  it('are left unread before the list as well', async () => {
    const text = SHIPPED.trimEnd()
      .split('\n')
      .map((line, index) => (index === 0 ? `Volgnummer;${line}` : `${index};${line}`))
      .join('\n')
    const { unchanged, problems, warnings } = await imported(text)
    expect({ unchanged, problems }).toEqual({ unchanged: 62, problems: [] })
    expect(warnings[0]?.message).toBe('A column that is none of ours is left unread: "Volgnummer".')
  })

  it.each([
    ['Telephon', 'phone'],
    ['Télephonne', 'phone'],
    ['Secrétaria', 'phone_secretariat'],
  ])('stay a problem where one is near to ours: %s', async (heading, meant) => {
    const { problems, warnings } = await imported(shippedWith(`Parti;${heading}`, 'XYZ;'))
    expect(messages(problems)).toEqual([`"${heading}" is not a known column. Did you mean ${meant}?`])
    expect(messages(warnings)).toEqual([
      'A column that is none of ours is left unread: "Parti". Nothing to do, unless one holds what the roster needs.',
    ])
  })

  it.each(['Adres', 'Actief', 'Secrétaire', 'E-mail secrétariat', 'Fractie', 'Totaal', 'GF', 'Nr'])(
    'are no misspelling of ours: %s',
    async heading => {
      const { problems, warnings } = await college(
        `Fonction;Nom;Courriel;${heading}`,
        'Mme la Bourgmestre;Anne Peeters;a@jette.example;x',
      )
      expect(problems).toEqual([])
      expect(warnings[0]?.message).toBe(`A column that is none of ours is left unread: "${heading}".`)
    },
  )

  it('stay a problem where two are meant for the same of ours', async () => {
    const { problems } = await imported(shippedWith('Téléphone;GSM', '02 000 00 01;0400 00 00 01'))
    expect(messages(problems)).toEqual([
      '"Téléphone" is not a known column. Did you mean phone?',
      '"GSM" is not a known column. Did you mean phone?',
    ])
  })

  it.each(['Parti', 'Prénom', 'Civilité', 'title', 'first_name'])(
    'stay a problem in mandate-holders.csv itself: %s',
    async heading => {
      writeFileSync(join(recipients, 'mandate-holders.csv'), shippedWith(heading, 'x'))
      const { problems, warnings } = await openFolders(config()).roster('2026-12-01')
      expect(problems.map(one => describeProblem(one, 'en').message)).toEqual([
        `"${heading}" is not a known column.`,
      ])
      expect(warnings.filter(({ code }) => code === 'columns-left')).toEqual([])
    },
  )
})

describe('a name in two columns', () => {
  it.each([
    ['Nom;Prénom', "L'Hoir;Anne"],
    ['Prénom;Nom', "Anne;L'Hoir"],
    ['Naam;Voornaam', "L'Hoir;Anne"],
    ['Voornaam;Familienaam', "Anne;L'Hoir"],
    ['Achternaam;Voornaam', "L'Hoir;Anne"],
    ['Last name;First name', "L'Hoir;Anne"],
    ['NOM DE FAMILLE;PRÉNOM(S)', "L'Hoir;Anne"],
    ['Nom / Naam;Prénom / Voornaam', "L'Hoir;Anne"],
  ])('is one name, shown as understood: %s', async (headings, cells) => {
    const json = await college(
      `${headings};Fonction;Courriel`,
      `${cells};Mme la Bourgmestre;a.lhoir@jette.example`,
    )
    expect([json.problems, named(json)]).toEqual([[], ["Anne L'Hoir"]])
    expect(json.understood).toContainEqual(
      expect.objectContaining({ column: 'name', found: "L'Hoir + Anne", read: "Anne L'Hoir" }),
    )
    const [one, other] = headings.split(';')
    for (const heading of [one, other])
      expect(json.heading.columns).toContainEqual({ heading, column: 'name' })
    expect(json.warnings.filter(({ message }) => message.includes('left unread'))).toEqual([])
  })

  it('keeps who stays, under the name that the roster has', async () => {
    const text = SHIPPED.replaceAll('Bourgmestre de Jette', 'Anne Peeters').replaceAll(
      'Burgemeester van Jette',
      'Anne Peeters',
    )
    writeFileSync(join(recipients, 'mandate-holders.csv'), text)
    const { added, changed } = await college(
      'Nom;Prénom;Fonction;Courriel',
      'Peeters;Anne;Bourgmestre;new@jette.example',
    )
    expect(added).toEqual([])
    expect(changed.find(({ id }) => id === 'jette-mayor')?.fields.map(({ field }) => field)).toContain(
      'email',
    )
    expect(changed.find(({ id }) => id === 'jette-mayor')?.fields.map(({ field }) => field)).not.toContain(
      'name',
    )
  })

  it('is not said twice where the list has the first name in both, and is nobody where it says vacant', async () => {
    const json = await college(
      'Nom;Prénom;Fonction;Courriel',
      'Peeters Anne;Anne;Mme la Bourgmestre;a@jette.example',
      'De Smet Jan;Jan;M. l’Échevin;j@jette.example',
      'vacant;;Échevin;',
      '-;-;Échevin;',
    )
    expect(json.problems).toEqual([])
    expect(named(json)).toEqual(['Peeters Anne', 'De Smet Jan', '', ''])
  })

  it('has a first name that its surname repeats', async () => {
    const json = await college(
      'Nom;Prénom;Fonction;Courriel',
      'Martin;Martin;M. le Bourgmestre;m@jette.example',
      'Saint Jean;Jean;M. l’Échevin;j@jette.example',
      'Peeters;Anne;Mme l’Échevine;a@jette.example',
    )
    expect(named(json)).toEqual(['Martin Martin', 'Jean Saint Jean', 'Anne Peeters'])
  })

  it('is left for the column with the whole name', async () => {
    const json = await college(
      'Nom complet;Nom;Prénom;Fonction;Courriel',
      "Anne L'Hoir;L'Hoir;Anne;Mme la Bourgmestre;a@jette.example",
    )
    expect([json.problems, named(json)]).toEqual([[], ["Anne L'Hoir"]])
    expect(json.warnings[0]?.message).toBe('Columns that are none of ours are left unread: "Nom", "Prénom".')
  })

  it('needs both: half of one is no name', async () => {
    const { problems } = await college(
      'Familienaam;Functie;E-mail;Taal',
      "L'Hoir;Burgemeester;a@jette.example;N",
    )
    expect(messages(problems)).toContain('"Familienaam" is not a known column. Did you mean name?')
  })

  it('has a problem of its own in the cell with the first name', async () => {
    const { problems } = await college(
      'Nom;Prénom;Fonction;Courriel',
      'Peeters;#N/A;Bourgmestre;a@jette.example',
    )
    expect(problems).toEqual([
      expect.objectContaining({
        line: 2,
        column: 9,
        message: 'name shows the error "#N/A" of the spreadsheet.',
      }),
    ])
  })
})

describe('a form of address in a column of its own', () => {
  it.each([
    ['Civilité', 'Mme', "Madame l'Échevine,", 'Mevrouw de schepen,'],
    ['Civilité', 'M.', "Monsieur l'Échevin,", 'Mijnheer de schepen,'],
    ['Aanspreking', 'Dhr.', "Monsieur l'Échevin,", 'Mijnheer de schepen,'],
    ['Aanspreking', 'Mevr.', "Madame l'Échevine,", 'Mevrouw de schepen,'],
    ['M./Mme', 'Madame', "Madame l'Échevine,", 'Mevrouw de schepen,'],
    ['Civilité', 'Dr', 'Madame, Monsieur,', 'Geachte mevrouw, geachte heer,'],
  ])('%s %s says how somebody new is addressed', async (heading, title, fr, nl) => {
    const { added, problems, warnings } = await college(
      `${heading};Nom;Prénom;Fonction;Courriel`,
      `${title};Maes;Dominique;Schepen;d.maes@jette.example`,
    )
    expect(problems).toEqual([])
    expect(added).toEqual([expect.objectContaining({ salutation_fr: fr, salutation_nl: nl })])
    expect(warnings.some(({ message }) => message.includes('is addressed'))).toBe(title === 'Dr')
  })

  it('is left, with the warning, where the salutations stand in the list', async () => {
    const { added, warnings } = await college(
      'Civilité;Nom;Fonction;Courriel;salutation_fr;salutation_nl',
      "Mme;Dominique Maes;Schepen;d.maes@jette.example;Monsieur l'Échevin,;Mijnheer de schepen,",
    )
    expect(added[0]?.salutation_fr).toBe("Monsieur l'Échevin,")
    expect(warnings[0]?.message).toBe('A column that is none of ours is left unread: "Civilité".')
  })
})

describe('several addresses in one cell', () => {
  const SEVERAL = 'Keep one, as a@jette.example.'
  it.each([
    ['a@jette.example; c@jette.example', SEVERAL],
    ['a@jette.example, c@jette.example', SEVERAL],
    ['a@jette.example c@jette.example', SEVERAL],
    ['a@jette.example / c@jette.example', SEVERAL],
    ['a@jette.example/c@jette.example', SEVERAL],
    ['Anne <a@jette.example>; Jan <c@jette.example>', SEVERAL],
    ['mailto:a@jette.example;mailto:c@jette.example', SEVERAL],
    ['a @ jette.example et c@jette.example', SEVERAL],
    ['a@jette.example\nc@jette.example', SEVERAL],
    ['a@jette.example <a@jette.example>', 'Write it as a@jette.example, without spaces, quotes or accents.'],
    ['a@jette@example', 'Write it as name@commune.example, without spaces, quotes or accents.'],
  ])('%j', async (cell, hint) => {
    const { problems } = await college('Nom;Fonction;Courriel', `Anne Peeters;Mme la Bourgmestre;"${cell}"`)
    expect(problems.map(one => one.hint)).toEqual([hint])
    expect(problems[0]?.message.includes('holds several addresses; one is wanted')).toBe(hint === SEVERAL)
  })
})

describe('a list saved by LibreOffice as .ods', () => {
  it('says what the .xlsx says that it was made of', async () => {
    const sheets = join(PROJECT_ROOT, 'test/fixtures/rosters/sheets')
    const [ods, xlsx] = [
      await importedFile(join(sheets, 'libreoffice.ods')),
      await importedFile(join(sheets, 'days-with-a-time.xlsx')),
    ]
    expect(ods).toMatchObject({
      encoding: 'ods',
      sheet: 'Liste',
      problems: [],
      added: [],
      changed: [],
      unchanged: 62,
    })
    expect({ ...ods, file: '', encoding: '' }).toEqual({ ...xlsx, file: '', encoding: '' })
  })
})
