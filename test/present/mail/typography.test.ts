import { describe, expect, it } from '@jest/globals'
import { typeset, typesetPiece } from '../../../src/present/mail/typography.js'

/** No-break spaces are written ~ here, to be seen. */
const seen = (text: string) => text.replaceAll('\u00a0', '~')

describe('French typography', () => {
  it.each([
    ['Attention : délai !', 'Attention~: délai~!'],
    ['Attention: délai!', 'Attention~: délai~!'],
    ['Qui répond ? Vous ; nous', 'Qui répond~? Vous~; nous'],
    ['Vraiment ?!', 'Vraiment~?!'],
    ['les « petits » commerces', 'les «~petits~» commerces'],
    ['les «petits» commerces', 'les «~petits~» commerces'],
    ['les "petits" commerces', 'les «~petits~» commerces'],
    ['(« oui »)', '(«~oui~»)'],
    ["jusqu'à l'été", 'jusqu’à l’été'],
    [`L'"horeca" d'abord`, 'L’«~horeca~» d’abord'],
    ['4 000 € ou 15 %', '4~000~€ ou 15~%'],
    ['de 14:00 à 15:30', 'de 14:00 à 15:30'],
    ['voir https://a.example/x?y=1;z : ici', 'voir https://a.example/x?y=1;z~: ici'],
    ['écrire à a@b.example !', 'écrire à a@b.example~!'],
  ])('writes %j as %j', (written, set) => {
    expect(seen(typeset(written, 'fr'))).toBe(set)
  })
})

describe('Dutch typography', () => {
  it.each([
    ['de "niet-essentiële" sectoren', 'de “niet-essentiële” sectoren'],
    ["'s avonds, om 's morgens", '’s avonds, om ’s morgens'],
    ["foto's", 'foto’s'],
    ["Markt in 's-Gravenbrakel ('s avonds)", 'Markt in ’s-Gravenbrakel (’s avonds)'],
    ["'k Weet, 't is zo, ‘n feest, '90", '’k Weet, ’t is zo, ’n feest, ’90'],
    ['Let op: termijn!', 'Let op: termijn!'],
    ['€ 4.000', '€~4.000'],
  ])('writes %j as %j', (written, set) => {
    expect(seen(typeset(written, 'nl'))).toBe(set)
  })
})

describe('typesetting', () => {
  it.each(['fr', 'nl'] as const)('changes nothing when it is done twice, in %s', language => {
    const once = typeset(`L'arrêté "prime": 4 000 €! Voir https://a.example/?a=b : "oui" ?`, language)
    expect(typeset(once, language)).toBe(once)
  })

  it('leaves quotation marks alone in a piece of running text', () => {
    expect(typesetPiece('un mot "ouvert', 'fr')).toBe('un mot "ouvert')
  })
})
