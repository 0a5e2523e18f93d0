import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readConfig } from '../../../src/config.js'
import { caughtMails, readCaughtMail } from '../../../src/steps/delivery/caught.js'
import { passableFolder } from '../../support/folders.js'

const MAILS = 51

let dir: string
beforeAll(() => {
  dir = passableFolder('estafette-caught-')
  mkdirSync(join(dir, 'data', 'mail'), { recursive: true })
  for (let minute = 0; minute < MAILS; minute++) {
    const file = join(dir, 'data', 'mail', `mail-${minute}.eml`)
    writeFileSync(
      file,
      `To: <mayor-${minute}@commune.example>\r\nSubject: Mail ${minute}\r\n\r\nBonjour.\r\n`,
    )
    const at = new Date(Date.UTC(2026, 10, 26, 8, minute))
    utimesSync(file, at, at)
  }
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const here = (settings: Record<string, string> = {}) => ({
  config: readConfig({ DATA_DIR: join(dir, 'data'), ...settings }, dir),
})

describe('the caught mails', () => {
  it('come by pages, the newest first; a page that there is not is the nearest', async () => {
    const first = await caughtMails(here(), 1)
    expect([first.total, first.pages, first.mails.length]).toEqual([MAILS, 2, 50])
    expect(first.mails[0]).toMatchObject({
      name: 'mail-50.eml',
      subject: 'Mail 50',
      at: new Date('2026-11-26T08:50:00Z'),
    })
    expect(await caughtMails(here(), 0)).toEqual(first)
    const last = await caughtMails(here(), 9)
    expect([last.page, last.mails.map(({ name }) => name)]).toEqual([2, ['mail-0.eml']])
  })

  it('are read one by one, by their names', async () => {
    const mail = await readCaughtMail(here(), 'mail-7.eml')
    expect(mail).toMatchObject({ subject: 'Mail 7', at: new Date('2026-11-26T08:07:00Z') })
    expect(Buffer.from(mail?.bytes ?? []).toString()).toContain('Bonjour.')
    expect(await readCaughtMail(here(), 'mail-99.eml')).toBeNull()
    expect(await readCaughtMail(here(), '../mail/mail-7.eml')).toBeNull()
  })

  it('are none where mail goes to a relay, or none was caught yet', async () => {
    const relayed = here({ SMTP_URL: 'smtp://relay.example' })
    expect(await caughtMails(relayed, 1)).toEqual({ mails: [], total: 0, page: 1, pages: 1 })
    expect(await readCaughtMail(relayed, 'mail-7.eml')).toBeNull()
    expect(await caughtMails(here({ DATA_DIR: join(dir, 'new') }), 1)).toMatchObject({ total: 0 })
  })
})
