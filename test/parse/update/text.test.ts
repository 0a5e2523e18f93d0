import { describe, expect, it } from '@jest/globals'
import { parse, problems, SHORT, withFrench, withKey } from '../../support/update-files.js'

describe('the text of an update', () => {
  it.each([
    [
      SHORT.replace(/# nl[\s\S]*/, ''),
      ['10:1 The Dutch text is missing. Add "# nl: Title" and the text below it.'],
    ],
    [
      `${SHORT}\n# fr: Encore\nTexte.\n`,
      ['13:1 The French text begins a second time. It began on line 7; join the two.'],
    ],
    [SHORT.replace('# fr: Masques', '# fr:'), ['7:1 The French text has no title. Write it after "# fr:".']],
    [
      SHORT.replace('Résumé.', ''),
      ['7:1 The French text has no summary. Write a first paragraph below the title.'],
    ],
    [
      SHORT.replace('Résumé.', '- liste'),
      ['7:1 The French text has no summary. Write a first paragraph below the title.'],
    ],
    [
      SHORT.replace('# fr: ', 'Bonjour\n\n# fr: '),
      ['7:1 Text stands before the first language. Put it below "# fr: …" or "# nl: …".'],
    ],
    [
      SHORT.replace('# nl: ', '## nl: '),
      ['10:1 "## nl: Maskers" does not begin the Dutch text. Write "# nl: Title".'],
    ],
    [
      SHORT.replace('# nl: ', '#nl: '),
      ['10:1 "#nl: Maskers" does not begin the Dutch text. Write "# nl: Title".'],
    ],
    [SHORT.replace('Masques', 'x'.repeat(301)), ['7:7 title has 301 characters. Write at most 300.']],
    [
      SHORT.replace('Masques', 'Un\u2028deux'),
      ['7:3 title goes over more than one line. Write it on one line.'],
    ],
    [
      SHORT.replace('Masques', 'Un &#10; deux'),
      [expect.stringMatching(/^7:10 title goes over more than one line/)],
    ],
    [
      withFrench('A.\n\n# Autre\n\nB.'),
      ['10:1 "# Autre" is a heading of the first level. Write it with ##: one # is for the two languages.'],
    ],
    [
      withFrench('A.\n\nAutre\n====='),
      [expect.stringMatching(/^10:1 "Autre" is a heading of the first level/)],
    ],
    [
      withFrench('A ![x](https://x.example/x.png) b'),
      ['8:3 A mail carries no image. Describe it, or link to a page that shows it.'],
    ],
    [
      withFrench('A <http://x.example>\n\n> - [b](ftp://x.example)'),
      [
        '8:3 "http://x.example" is not a link that a mail may carry. Write it as https://x.example.',
        '10:6 "ftp://x.example" is not a link that a mail may carry. Write https://…, mailto:… or tel:+32….',
      ],
    ],
    [
      withFrench('A [b](java&#x73;cript:x) [c](/relative)'),
      [
        expect.stringMatching(/^8:4 "javascript:x" is not a link/),
        expect.stringMatching(/^8:27 "\/relative" is not a link/),
      ],
    ],
    [
      withFrench('A [b][1]\n\n[1]: https://x.example'),
      ['10:1 The link "1" is written apart from its text. Write [text](https://…) in place.'],
    ],
    [
      withFrench('A &#x202E; b'),
      [expect.stringMatching(/^8:3 The invisible character U\+202E is not allowed/)],
    ],
    [
      SHORT.replace('---\nid', 'id'),
      ['1:1 The file does not begin with a line "---". Begin with "---", the keys, and "---" again.'],
    ],
    [
      SHORT.replace('---\nid', '---js\nid'),
      [expect.stringMatching(/^1:1 The file does not begin with a line "---"/)],
    ],
    [
      SHORT.replace('federal\n---', 'federal'),
      ['1:1 The block of keys is not closed. Write a line "---" after the last key.'],
    ],
  ])('%# is answered with its place', (content, expected) => {
    expect(problems(content)).toEqual(expected)
  })

  it('keeps templates, words in angle brackets and code as text', () => {
    const body = 'A <nom> {{evil}} <mj-raw>\n\n```\n# fr: dans le code\n![x](y)\n```'
    expect(parse(withFrench(body))).toMatchObject({
      update: { text: { fr: { summary: 'A <nom> {{evil}} <mj-raw>' } } },
    })
  })
})

describe('a title', () => {
  it.each([
    ['Prime **unique** de 4 000 €', 'Prime unique de 4 000 €'],
    ['*Prime* `unique` \\*', 'Prime unique *'],
    ['A &amp; B &nbsp;!', 'A & B \u00a0!'],
    ['Voir <https://1819.brussels>', 'Voir https://1819.brussels'],
    ['Les commerçant*es et indépendant*es', 'Les commerçant*es et indépendant*es'],
    ['Pri\u00admes\u200b', 'Primes'],
    ['Prime 5 * 4, nom_de_fichier', 'Prime 5 * 4, nom_de_fichier'],
  ])('%j stands everywhere as %j', (written, title) => {
    expect(parse(SHORT.replace('Masques', written))).toMatchObject({ update: { text: { fr: { title } } } })
  })
})

describe('a hostile update', () => {
  const bomb = 'a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nauthority: *c'
  it.each([
    ['an alias bomb', withKey(bomb)],
    ['deep brackets', withKey(`authority: ${'['.repeat(30_000)}${']'.repeat(30_000)}`)],
    ['open brackets', withKey(`authority: ${'['.repeat(60_000)}`)],
    ['deep lists', withKey(`authority:\n ${'- '.repeat(30_000)}x`)],
    ['many keys', withKey(Array.from({ length: 6000 }, (_, i) => `k${i}: 1`).join('\n'))],
    ['too many keys', withKey(Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`).join('\n'))],
    ['many images', withFrench('![a](b)'.repeat(30_000))],
    ['many headings', withFrench('# a\n'.repeat(50_000))],
    ['many control characters', withFrench('\u0001'.repeat(200_000))],
    ['many references', withFrench('[a]: b\n'.repeat(30_000))],
    ['many tags', withFrench('<b>x\n\n'.repeat(30_000))],
    ['many comments that nothing closes', withFrench('<!--'.repeat(50_000))],
    ['many misread letters', withFrench('Ã©'.repeat(50_000))],
    ['many links of a scanner', withFrench('https://www.google.com/url?q=a.be '.repeat(6_000))],
  ])('%s is refused with at most 101 problems', (_, content) => {
    const found = problems(content)
    expect(found.length).toBeGreaterThan(0)
    expect(found.length).toBeLessThanOrEqual(101)
  })

  it.each(['[', '{a: ', '- ', '? '])(
    '%j nested 5,000 deep is named, before anything recurses into it',
    piece => {
      expect(problems(withKey(`authority:\n ${piece.repeat(5000)}`))).toEqual([
        expect.stringMatching(/Values are nested more than 12 deep/),
      ])
    },
  )

  it('counts what it does not list', () => {
    const keys = Array.from({ length: 150 }, (_, i) => `k${i}: 1`).join('\n')
    expect(problems(withKey(keys)).at(-1)).toMatch(/ 50 more problems follow\. Solve those above first\.$/)
  })

  it.each([
    'nums 1 000 ',
    '](a',
    '<',
    '`a',
    '*a ',
    '\\',
    '&amp',
    '1 juin ',
    'https://',
    '|a',
    '- a\n\n1. b\n\n',
    '~a',
    '(https://a.be',
  ])('answers %j repeated to the limit, one way or the other', piece => {
    const parsed = parse(withFrench(`x ${piece.repeat(Math.floor(200_000 / piece.length))}`))
    expect('update' in parsed || parsed.problems.length > 0).toBe(true)
  })
})
