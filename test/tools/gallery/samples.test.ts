import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { inLanguage } from '../../../src/model/language/language.js'
import { NOTICE_KINDS } from '../../../src/present/staff-mail/notice-kinds.js'
import { type Folder, openFolder } from '../../../tools/gallery/folder.js'
import { MAILS, makeMail } from '../../../tools/gallery/mails.js'
import { NOTICE_SAMPLES } from '../../../tools/gallery/samples/notices.js'
import { manyItems } from '../../../tools/gallery/samples/updates.js'

const TEMPLATES = fileURLToPath(new URL('../../../templates', import.meta.url))

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
        if (id === 'web') expect(mail.text).toBe('')
        else expect(mail.text.length).toBeGreaterThan(200)
      }
  })

  it('has thirty measures that differ, and more under ids of their own', () => {
    const titles = manyItems(30).map(({ update }) => inLanguage(update.text, 'fr').title)
    expect(new Set(titles).size).toBe(30)
    const ids = manyItems(40).map(({ update }) => update.id)
    expect(new Set(ids).size).toBe(40)
  })

  it.each([
    ['fr', 'fr.pdf', 'Empreinte SHA-256'],
    ['nl', 'nl.pdf', 'SHA-256'],
  ] as const)(
    'show the web version in %s: with its proof, and nothing of a reader',
    (reading, file, words) => {
      const { html } = makeMail('web', folder, { reading, role: 'alderman' })
      for (const part of [file, words, '0123456789abcdef'.repeat(4)]) expect(html).toContain(part)
      for (const part of ['Échevin,', 'schepen,', 'spoc-sud@agence.example']) expect(html).not.toContain(part)
    },
  )

  it('refuses an id that there is not', () => {
    expect(() => makeMail('toString', folder, { reading: 'fr', role: 'mayor' })).toThrow(
      'There is no mail "toString".',
    )
  })
})
