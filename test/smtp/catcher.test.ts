import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createTransport } from 'nodemailer'
import { writeDraft } from '../../src/files/update-draft.js'
import { type Catcher, startCatcher } from '../../src/smtp/catcher.js'
import { passableFolder } from '../support/folders.js'
import { fill, hasSmallDisk, type SmallDisk, smallDisk } from '../support/small-disk.js'

const send = async ({ port }: Catcher, text: string) => {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true })
  try {
    const mail = { from: 'a@estafette.example', to: 'b@commune.example', subject: 'Prime', text }
    return (await transport.sendMail(mail)).response
  } catch (error) {
    return (error as { response: string }).response
  } finally {
    transport.close()
  }
}

const onDisk = hasSmallDisk() ? describe : describe.skip

onDisk('the local catcher on a full disk', () => {
  let disk: SmallDisk
  let catcher: Catcher
  let dir: string
  beforeEach(async () => {
    disk = smallDisk(256) as SmallDisk
    dir = join(disk.dir, 'mail')
    catcher = await startCatcher({ dir, rulesFile: join(disk.dir, 'catcher.json') })
  })
  afterEach(async () => {
    await catcher.close()
    disk.remove()
  })

  it('acknowledges nothing, and leaves no half mail', async () => {
    const answer = await send(catcher, 'A line of the mail.\n'.repeat(30_000))
    expect(answer).toMatch(/^452 4\.3\.1 .*ENOSPC/)
    expect(readdirSync(dir)).toEqual([])
  })

  it('takes the next mail once there is room again', async () => {
    fill(join(disk.dir, 'ballast'))
    expect(await send(catcher, 'Too much.')).toMatch(/^452 /)
    rmSync(join(disk.dir, 'ballast'))
    expect(await send(catcher, 'It fits.')).toMatch(/^250 2\.0\.0 kept as/)
    const [name = '', ...more] = readdirSync(dir)
    expect([more, readFileSync(join(dir, name), 'latin1')]).toEqual([[], expect.stringContaining('It fits.')])
  })

  it('leaves no half draft in the drop folder either', async () => {
    const updates = join(disk.dir, 'updates')
    mkdirSync(updates)
    fill(join(disk.dir, 'ballast'))
    expect(await writeDraft(updates, '_question-7.md', 'x'.repeat(9000))).toEqual({ fault: 'ENOSPC' })
    expect(readdirSync(updates)).toEqual([])
  })
})

describe('the local catcher at its start', () => {
  it('removes what a killed one left of a mail, and nothing that is being written', async () => {
    const dir = passableFolder('estafette-catcher-')
    const [old, young] = ['3', '4'].map(digit => `.${digit.repeat(8)}-0000-4000-8000-000000000000.part`)
    for (const name of [old, young, '.kept', 'kept.eml']) writeFileSync(join(dir, name ?? ''), 'half')
    utimesSync(join(dir, old ?? ''), new Date(0), new Date(0))
    const catcher = await startCatcher({ dir, rulesFile: join(dir, 'catcher.json') })
    await catcher.close()
    expect(readdirSync(dir).sort()).toEqual(['.kept', young, 'kept.eml'].sort())
    rmSync(dir, { recursive: true })
  })
})
