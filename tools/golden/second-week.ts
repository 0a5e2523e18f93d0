import { ADMIN, DIRECTOR, EDITOR, type FollowUp, json, read, W18, W19 } from './asking.js'
import { withService } from './service.js'
import type { Stage } from './stage.js'

/** The follow-ups of the first week, another edition, and operators' commands. */
export async function secondWeek(stage: Stage): Promise<void> {
  await followUp(stage)
  await nextWeek(stage)
  await keepHouse(stage)
}

async function followUp(stage: Stage) {
  stage.setClock('2020-05-02T10:00:00+02:00')
  const open = await read<FollowUp[]>(stage, 'follow-up')
  await stage.told(['follow-up', '--csv', '--now', stage.now()])
  const act = (verb: string, id = '', ...rest: string[]) =>
    json(stage, 'follow-up', verb, id, '--by', ADMIN, ...rest)
  const about = (reason: string) => open.find(one => one.reason === reason)
  const [bounced, question] = [about('bounced')?.id, about('question')?.id]
  await act('take', bounced)
  await act('note', bounced, '--text', 'Le numéro sonne.')
  await act('assign', bounced, '--to', 'spoc-nord@agence.example')
  await act('done', bounced, '--result', 'nonsense')
  await act('done', bounced, '--result', 'new-address', '--address', 'commerce@auderghem.example', '--yes')
  const delivery = `${W18}.${about('bounced')?.recipient}`
  await json(stage, 'send-again', delivery, '--by', ADMIN)
  await json(stage, 'send', W18, '--wait')
  await act('reopen', bounced, '--note', 'Encore un renvoi')
  await act('topic', question, '--as', 'correction')
  await act('topic', question, '--as', 'question')
  await act('answer', question, '--text-file', stage.at('out/reponse.txt'))
  await act('share', question)
  await act('share', question, '--yes', '--lang', 'fr')
  for (const { id } of open.slice(0, 3)) await read(stage, 'follow-up', 'history', id)
  await json(stage, 'follow-up', '--all', '--xlsx', stage.at('out/suivis.xlsx'))
}

async function nextWeek(stage: Stage) {
  stage.setClock('2020-05-06T12:05:00+02:00')
  stage.lay('examples/2020-W19', 'updates')
  await json(stage, 'take-in')
  await json(stage, 'update', 'leave-out', 'couvre-feu', '--by', EDITOR, '--reason', 'Levé')
  // Asked before the service starts, which sends in the order of making: links are drawn in the same order.
  await json(stage, 'draft', W19, '--notify')
  await withService(stage, {
    command: 'start',
    use: async ({ get, post, link }) => {
      const sign = await link(DIRECTOR, /\/sign\/[\w.-]+/)
      for (const path of [sign, `${sign}/mail/fr`, `${sign}?lang=nl`]) await get(path)
      await post(sign, { decision: 'approve', comment: 'D’accord' })
      await get(sign)
    },
  })
  stage.setClock('2020-05-07T09:00:00+02:00')
  await read(stage, 'send', W19)
  await withService(stage, { command: 'worker' })
  await read(stage, 'deliveries', W19)
  stage.setClock('2020-05-07T14:00:00+02:00')
  await withService(stage, { command: 'start' })
  const prime = stage.text('updates/prime-unique.md')
  stage.write('updates/prime-unique.md', prime.replaceAll('4.000', '4.500').replace('max: 4000', 'max: 4500'))
  await json(stage, 'draft', '--erratum', W19, '--reason-fr', 'Le montant', '--reason-nl', 'Het bedrag')
  for (const edition of [W18, W19]) await read(stage, 'report', edition)
  await stage.told(['deliveries', W19, '--csv', '--now', stage.now()])
  const files = ['--csv', stage.at('out/rapport.csv'), '--xlsx', stage.at('out/rapport.xlsx'), '--lang', 'nl']
  await json(stage, 'report', W19, ...files)
}

/** Addresses, people, and operators' commands. */
async function keepHouse(stage: Stage) {
  const open = await json<FollowUp[]>(stage, 'follow-up')
  const address = open.find(({ recipient }) => recipient === 'jette-mayor')?.id ?? ''
  await json(stage, 'confirm-address', address, '--by', ADMIN)
  await json(stage, 'confirm-address', '--undo', 'jette-mayor', '--by', ADMIN)
  await json(stage, 'suppress', 'forest-mayor', '--by', ADMIN, '--cause', 'À sa demande')
  await read(stage, 'suppressions')
  await json(stage, 'unsuppress', 'forest-mayor', '--by', ADMIN, '--cause', 'Par erreur')
  await read(stage, 'person', 'card', 'jette-mayor')
  const roster = stage.text('recipients/mandate-holders.csv')
  stage.write('out/liste.csv', roster.replace('bourgmestre@anderlecht.example', 'b@anderlecht.example'))
  await read(stage, 'import', stage.at('out/liste.csv'))
  await json(stage, 'import', stage.at('out/liste.csv'), '--yes')
  await read(stage, 'doctor')
  await json(stage, 'move', '--to', 'postgres://nobody@127.0.0.1:1/nothing')
  await json(stage, 'backup', stage.at('copie'))
  await read(stage, 'restore', stage.at('copie'), '--show')
  await json(stage, 'restore', stage.at('copie'), '--replace', '--by', ADMIN)
  await read(stage, 'take-over')
  await json(stage, 'take-over', '--by', ADMIN)
  await read(stage, 'status', W19)
  for (const folder of ['out', 'updates', 'recipients', 'reports']) stage.keepFolder(folder)
}
