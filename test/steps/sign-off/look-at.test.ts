import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { startPages } from '../../../src/web/pages.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { askedEdition } from '../../support/signing.js'
import { deliverAll, openWorld, parsed, signedEdition, type World } from '../../support/world.js'

const DIRECTOR = 'direction@cabinet.example'

let relay: TestRelay
let world: World
beforeAll(async () => {
  relay = await startRelay()
  world = await openWorld({ smtpPort: relay.port, now: '2020-04-29T12:00:00+02:00', settings: { PORT: '0' } })
  world.layOut('2020-W18')
  await signedEdition(world, '2020-W18')
  world.setClock('2020-04-30T09:00:00+02:00')
  await dispatch(world.app, '2020-W18')
  await deliverAll(world, '2020-W18')
})
afterAll(async () => {
  await world.close()
  await relay.close()
})

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ')

it('the page to sign and its mail say why something changed or was withdrawn, what is different, who did it and when', async () => {
  world.layOut('2020-W19')
  // What lies in an editor's folder is theirs.
  const staff = join(world.dir, 'recipients', 'staff.yaml')
  const listed = readFileSync(staff, 'utf8')
  writeFileSync(
    staff,
    listed.replace('    email: redaction-economie', '    folder: economie\n    email: redaction-economie'),
  )
  mkdirSync(join(world.config.updatesDir, 'economie'))
  for (const name of ['prime-unique.md', 'stationnement-commerces.md'])
    renameSync(join(world.config.updatesDir, name), join(world.config.updatesDir, 'economie', name))
  world.setClock('2020-05-06T12:00:00+02:00')
  const { tokens, mails } = await askedEdition(world, relay, '2020-W19')
  const pages = await startPages(world.app, world.config)
  try {
    /** What stands below the title of an update, line by line. */
    const detail = async (language: string, title: string) => {
      const url = new URL(`/sign/${tokens.get(DIRECTOR)}?lang=${language}`, pages.url)
      const page = plain(await (await fetch(url)).text())
      const item = page.split('<li ').find(one => one.includes(`>${title}`)) ?? ''
      const lines = [...item.matchAll(/<p[^>]*>(.*?)<\/p>/gs)].map(([, line = '']) =>
        line
          .replace(/<svg.*?<\/svg>/gs, '→')
          .replace(/<[^>]+>/g, '')
          .replace(/\s+/g, ' ')
          .trim(),
      )
      return lines.join('\n')
    }
    // On the page both texts stand side by side, struck and marked, and need no quotes.
    expect(await detail('fr', 'Prime unique')).toBe(
      PRIME_FR.replace('revu : ', 'revu ').replaceAll(/« | »/g, ''),
    )
    expect((await detail('nl', 'Eenmalige premie'))?.split('\n')).toEqual([
      expect.stringMatching(/^Waarom: De laatste dag/),
      'Uiterste datum: maandag 18 mei 2020 → maandag 1 juni 2020',
      expect.stringMatching(/^Vooral voor: .* → /),
      expect.stringMatching(/^Tekst herzien .*18 mei.* → .*1 juni.*$/),
      'Door Redactie Economie, op woensdag 6 mei om 12 uur',
    ])
    expect(await detail('fr', 'Stationnement gratuit')).toBe(
      [
        'Pourquoi : La mesure est retirée : le contrôle du stationnement reprend le 11 mai 2020, avec la réouverture des commerces.',
        'Par Rédaction Économie, le mercredi 6 mai à 12 h',
      ].join('\n'),
    )
    expect(await detail('fr', 'Masque obligatoire')).toContain('auteur inconnu')
    const mail = await parsed(mails.find(({ to }) => to === DIRECTOR) as never)
    const [text, html] = [plain(String(mail.text)), plain(String(mail.html))]
    for (const line of PRIME_FR.split('\n')) {
      expect(text).toContain(line)
      expect(html).toContain(line)
    }
    expect(html).toContain('Par Rédaction Économie, le mercredi 6 mai à 12 h')
    expect(text).toContain('Door Redactie Economie, op woensdag 6 mei om 12 uur')
  } finally {
    await pages.close()
  }
})

const PRIME_FR = [
  'Pourquoi : Le dernier jour pour la demande passe du 18 mai au 1er juin 2020, et la prime s’ouvre à d’autres secteurs depuis le 29 avril 2020.',
  'Date limite : lundi 18 mai 2020 → lundi 1er juin 2020',
  'Concerne surtout : Économie → Économie, Horeca',
  'Texte revu : « … en ligne, jusqu’au 18 mai 2020. Le gouvernement a décidé cette prime le 19 mars 2020 ;… » → « … en ligne, jusqu’au 1er juin 2020. Le gouvernement a décidé cette prime le 19 mars 2020… »',
  'Par Rédaction Économie, le mercredi 6 mai à 12 h',
].join('\n')
