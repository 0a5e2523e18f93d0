import { describe, expect, it } from '@jest/globals'
import { newAddressIn } from '../../../src/parse/returned-mail/new-address.js'
import { classifyReport } from '../../../src/parse/returned-mail/report.js'

const OURS = ['estafette@estafette.example']

describe('a new address that somebody gives as their own', () => {
  it.each([
    ['Mon adresse a changé : nouvelle@commune.example.', 'nouvelle@commune.example'],
    ['Veuillez noter ma nouvelle adresse :\nnouvelle@commune.example', 'nouvelle@commune.example'],
    ['Merci d’utiliser désormais cabinet@commune.example', 'cabinet@commune.example'],
    ['Mijn nieuw e-mailadres is nieuw@gemeente.example', 'nieuw@gemeente.example'],
    ['Gelieve dit voortaan naar kabinet@gemeente.example te sturen.', 'kabinet@gemeente.example'],
    ['Meine neue E-Mail-Adresse lautet: neu@gemeinde.example', 'neu@gemeinde.example'],
    ['My new address is new@town.example.', 'new@town.example'],
  ])('is found in %j', (text, address) => {
    expect(newAddressIn(text, OURS)).toBe(address)
  })

  it.each([
    'En mon absence, contactez mon collègue collegue@commune.example.',
    'Tijdens mijn afwezigheid kunt u terecht bij collega@gemeente.example.',
    'Votre nouvelle adresse estafette@estafette.example est bien notée.',
    'J’ai une nouvelle adresse, je vous la donne par téléphone.',
    'Question au sujet de la prime : prime@region.example a-t-elle répondu ?',
  ])('is not found in %j', text => {
    expect(newAddressIn(text, OURS)).toBe('')
  })

  it('doesn’t stand in for its own author', () => {
    const mail = [
      'From: Bourgmestre <ancienne@commune.example>',
      'To: estafette@estafette.example',
      'Auto-Submitted: auto-replied',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Mon adresse a changé. Merci d’écrire désormais à nouvelle@commune.example.',
    ]
    const report = classifyReport(Buffer.from(mail.join('\r\n')))
    expect(report).toMatchObject({ kind: 'auto-reply', newAddress: 'nouvelle@commune.example' })
    expect(report.deputy).toBeUndefined()
  })
})
