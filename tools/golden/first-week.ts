import { ADVISER, type Delivery, DIRECTOR, type Draft, EDITOR, json, read, W18 } from './asking.js'
import { returned } from './returned.js'
import { withService } from './service.js'
import type { Stage } from './stage.js'
import { ANSWER, BROKEN, HOURS_DIFFER, ONE_LANGUAGE } from './texts.js'

export const FIRST_INSTANT = '2020-04-29T11:00:00+02:00'

/** From the first file to the first returned mail. */
export async function firstWeek(stage: Stage): Promise<void> {
  await prepare(stage)
  await signOff(stage)
  await send(stage)
  await comesBack(stage)
}

async function prepare(stage: Stage) {
  const { lay, write } = stage
  stage.setClock(FIRST_INSTANT)
  lay('recipients', 'recipients')
  write('out/reponse.txt', ANSWER)
  lay('updates', 'updates')
  await read(stage, 'check')
  lay('examples/own-language', 'updates')
  await read(stage, 'check')
  lay('examples/2020-W18', 'updates')
  write('updates/permanence.md', HOURS_DIFFER)
  write('updates/mauvais.md', BROKEN)
  await read(stage, 'check')
  await read(stage, 'take-in')
  await read(stage, 'meant', 'updates/permanence.md', '--by', EDITOR)
  await json(stage, 'draft', W18)
  write('updates/mauvais.md', BROKEN.replace('2020-02-30', '2020-05-30').replace('unknown: 1\n', ''))
  await json(stage, 'template', '--docx', stage.at('out/modele.docx'))
}

async function signOff(stage: Stage) {
  stage.setClock('2020-04-29T12:00:00+02:00')
  const first = await json<Draft>(stage, 'draft', W18, '--by', EDITOR)
  await json(stage, 'reject', W18, '--hash', first.hash, '--by', DIRECTOR, '--comment', 'Le montant ?')
  const { hash } = await json<Draft>(stage, 'draft', W18, '--notify')
  await json(stage, 'preview', W18, '--to', stage.at('out/preview'), '--recipient', 'all')
  await json(stage, 'send', W18, '--test', 'redaction@agence.example', '--commune', '21013')
  await json(stage, 'approve', W18, '--hash', 'f'.repeat(64), '--by', DIRECTOR)
  await json(stage, 'approve', W18, '--hash', hash, '--by', EDITOR)
  await json(stage, 'approve', W18, '--hash', hash, '--by', DIRECTOR)
  await json(stage, 'approval', 'withdraw', W18, '--by', DIRECTOR, '--reason', 'Encore une question')
  await json(stage, 'approve', W18, '--hash', hash, '--by', ADVISER, '--comment', 'Bien')
  await read(stage, 'status', W18)
  stage.write('updates/couvre-feu.md', ONE_LANGUAGE)
  await json(stage, 'let-through', 'couvre-feu', '--by', DIRECTOR, '--reason', 'Dès ce soir')
  await json(stage, 'draft', '--flash', '--update', 'couvre-feu', '--communes', '21001', '21004')
  await json(stage, 'cancel', '2020-W18-flash-1', '--by', DIRECTOR, '--reason', 'Levé')
}

/** The recipients that are refused, deferred and unanswered. */
const REFUSED = 'echevin.commerce@auderghem.example'
const PUT_OFF = 'bourgmestre@berchem.example'
const UNANSWERED = ['burgemeester@evere.example', 'bourgmestre@etterbeek.example']

async function send(stage: Stage) {
  stage.setClock('2020-04-30T09:00:00+02:00')
  const asked = new Set<string>()
  stage.smtp.setScript((at, _session, { to }) => {
    if (at === 'dot' && UNANSWERED.includes(to)) return 'close'
    if (at !== 'RCPT' || ![REFUSED, PUT_OFF].includes(to)) return null
    if (to === REFUSED) return { reply: '550 5.1.1 User unknown' }
    return asked.size < asked.add(to).size ? { reply: '450 4.2.0 Greylisted' } : null
  })
  await json(stage, 'stop', W18, '--reason', 'Une faute dans la prime')
  await json(stage, 'send', W18)
  await json(stage, 'resume', W18)
  await json(stage, 'send', W18)
  await withService(stage, { command: 'worker' })
  await read(stage, 'status', W18)
  const doubted = (await read<Delivery[]>(stage, 'deliveries', W18)).filter(
    ({ state }) => state === 'in-doubt',
  )
  stage.smtp.setScript(() => null)
  stage.setClock('2020-04-30T09:30:00+02:00')
  // One mail each: a progress line's moment depends on no clock.
  await read(stage, 'send', W18, '--wait')
  for (const [index, { id }] of doubted.entries())
    await json(stage, 'settle', id, '--as', index === 0 ? 'accepted' : 'again', '--by', DIRECTOR)
  await json(stage, 'send', W18, '--wait')
  await json(stage, 'publish', W18, '--by', DIRECTOR)
}

async function comesBack(stage: Stage) {
  // First what is told of the edition, then what comes back: a service that has both to do does them in no set order.
  await withService(stage, { command: 'start' })
  stage.setClock('2020-04-30T11:00:00+02:00')
  const deliveries = await json<Delivery[]>(stage, 'deliveries', W18)
  for (const [name, mail] of returned(stage.smtp.journal, deliveries)) {
    stage.write(`reports/${name}.eml`, mail)
    await json(stage, 'classify', stage.at(`reports/${name}.eml`))
  }
  await withService(stage, {
    command: 'start',
    use: async ({ get, post, link }) => {
      for (const path of ['/', '/published', '/published/fr.atom', '/nothing']) await get(path)
      const unsubscribe = await link('bourgmestre@anderlecht.example', /\/unsubscribe\/[\w.-]+/)
      await get(unsubscribe)
      await post(unsubscribe, { 'List-Unsubscribe': 'One-Click' })
      await get(await link('bourgmestre@anderlecht.example', /\/read\/[\w.-]+\/[\w.-]+\/[\w.-]*/))
      await post('/log-in', { email: 'spoc-sud@agence.example' })
      await post(await link('spoc-sud@agence.example', /\/log-in\/[0-9a-f.]+/))
      for (const path of ['/', `/editions/${W18}`, '/follow-ups', '/follow-ups/1', '/updates'])
        await get(path)
      await get(`/editions/${W18}/mail/nl?lang=nl`)
    },
  })
  await read(stage, 'reports')
  await json(stage, 'reports', '--unmatched')
  await stage.told(['reports', '--csv', '--now', stage.now()])
}
