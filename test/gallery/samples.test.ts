import { beforeAll, describe, expect, it } from '@jest/globals'
import { type Folder, openFolder } from '../../src/gallery/folder.js'
import { MAILS, makeMail } from '../../src/gallery/mails.js'
import { NOTICE_SAMPLES } from '../../src/gallery/samples/notices.js'
import { manyItems } from '../../src/gallery/samples/updates.js'
import { NOTICE_KINDS } from '../../src/model/view/notice.js'

const TEMPLATES = new URL('../../templates', import.meta.url).pathname

let folder: Folder
beforeAll(async () => {
  folder = await openFolder(TEMPLATES)
})

describe('the samples of the gallery', () => {
  it('hold every kind of mail to staff', () => {
    expect(Object.keys(NOTICE_SAMPLES).sort()).toEqual([...NOTICE_KINDS].sort())
  })

  it.each(MAILS.map(({ id }) => id))('%s can be made for each reader', id => {
    for (const reading of ['fr', 'nl+fr'] as const)
      for (const role of ['mayor', 'alderman'] as const) {
        const mail = makeMail(id, folder, { reading, role })
        expect(mail.subject).not.toBe('')
        expect(mail.html).toContain(`<html lang="${reading.slice(0, 2)}"`)
        expect(mail.text.length).toBeGreaterThan(200)
      }
  })

  it('has thirty measures that differ, and more under ids of their own', () => {
    const titles = manyItems(30).map(({ update }) => update.text.fr.title)
    expect(new Set(titles).size).toBe(30)
    const ids = manyItems(40).map(({ update }) => update.id)
    expect(new Set(ids).size).toBe(40)
  })

  it('refuses an id that there is not', () => {
    expect(() => makeMail('toString', folder, { reading: 'fr', role: 'mayor' })).toThrow(
      'There is no mail "toString".',
    )
  })
})
