import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { loadOurWords } from '../../../src/mjml/our-words.js'
import { BRUSSELS } from '../../../src/model/agency/agency.js'
import { classifyReport } from '../../../src/parse/returned-mail/report.js'
import { CLIENT_FORMATS } from '../../support/client-formats.js'
import { mail } from './mail.js'

/** What a commune got, in both forms of the mail: its foot tells how to get it no more, and how to correct an address. */
const FOLDER = new URL('../../fixtures/returned-editions/', import.meta.url)
const text = readFileSync(new URL('edition.txt', FOLDER), 'utf8')
const html = readFileSync(new URL('edition.html', FOLDER), 'utf8')
const own = ['Bien reçu, merci.', 'Qui contrôle la mesure ?']

describe('An answer around our own mail', () => {
  let ours: string[] = []
  beforeAll(async () => {
    ours = await loadOurWords('templates', BRUSSELS)
  })

  it.each(CLIENT_FORMATS.map(format => [format.name, format] as const))(
    'is read whole and alone: %s',
    (_, format) => {
      const type = format.html ? 'text/html' : 'text/plain'
      const bytes = mail(
        `From: b@commune.example\nSubject: Re: Mesures de crise\nIn-Reply-To: <a@b.example>\nContent-Type: ${type}; charset=utf-8`,
        format.body({ own, text, html }),
      )
      const { kind, replyText, topic } = classifyReport(bytes, ours)
      expect({ kind, topic, words: replyText?.split('\n').filter(line => line !== '') }).toEqual({
        kind: 'reply',
        topic: 'question',
        words: own,
      })
    },
  )
})
