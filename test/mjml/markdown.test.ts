import { describe, expect, it } from '@jest/globals'
import { markdownToHtml, markdownToText } from '../../src/mjml/markdown.js'

describe("an editor's Markdown in HTML", () => {
  it.each([
    ['<b>x</b><script>y</script>', '<p>&lt;b&gt;x&lt;/b&gt;&lt;script&gt;y&lt;/script&gt;</p>'],
    ['![x](https://a.example/x.png)', '<p>!<a href="https://a.example/x.png">x</a></p>'],
    ['[x](javascript:alert(1))', '<p>[x](javascript:alert(1))</p>'],
    ['[x](http://a.example)', '<p>[x](http://a.example)</p>'],
    [
      '[x](mailto:a@b.example) [y](tel:1819)',
      '<p><a href="mailto:a@b.example">x</a> <a href="tel:1819">y</a></p>',
    ],
    [
      'Sur https://a.example/x_y_z. Ou (www.a.example), **https://b.example**, a@b.example!',
      '<p>Sur <a href="https://a.example/x_y_z">https://a.example/x_y_z</a>. Ou (<a href="https://www.a.example">www.a.example</a>), <strong><a href="https://b.example">https://b.example</a></strong>, <a href="mailto:a@b.example">a@b.example</a>!</p>',
    ],
    ['http://a.example ftp://a.example', '<p>http://a.example ftp://a.example</p>'],
    ['https://commune.be@evil.example', '<p>https://commune.be@evil.example</p>'],
    ['`https://a.example`', '<p><code>https://a.example</code></p>'],
    ['[https://a.example](https://a.example)', '<p><a href="https://a.example">https://a.example</a></p>'],
    ['commerçant*es et indépendant*es', '<p>commerçant*es et indépendant*es</p>'],
    ['client·e*s, le/la* et un/une*', '<p>client·e*s, le/la* et un/une*</p>'],
    ['prix (*) et délai (*)', '<p>prix (*) et délai (*)</p>'],
    ['5*4*3, nom_de_fichier', '<p>5*4*3, nom_de_fichier</p>'],
    ['*les commerçant*es* et **a**b', '<p><em>les commerçant*es</em> et <strong>a</strong>b</p>'],
    ['a\n\n---\n\nb\n\n***', '<p>a</p>\n<p>b</p>'],
    ['Dienst\nTeststraat 1\n1000 Brussel', '<p>Dienst<br>\nTeststraat 1<br>\n1000 Brussel</p>'],
    ['Nodig:\n• a\n• b', '<p>Nodig:<br>\n• a<br>\n• b</p>'],
    ['a\n\n    - b\n    - c', '<p>a</p>\n<ul style="padding-left:22px">\n<li>b</li>\n<li>c</li>\n</ul>'],
    ['a\n\n    b\n        c', '<p>a</p>\n<p>b\nc</p>'],
    ['# Grand', '<h4>Grand</h4>'],
    ['```x\n<b>\n```', '<pre style="white-space:pre-wrap">&lt;b&gt;\n</pre>'],
    ['**a** and *b*', '<p><strong>a</strong> and <em>b</em></p>'],
  ])('turns %j into %j', (markdown, html) => {
    expect(markdownToHtml(markdown, 'nl')).toBe(html)
  })

  it('sets French spaces and marks across bold text, and none inside an address', () => {
    expect(markdownToHtml('"**Oui**": voir [ici](https://a.example/?a=b;c)!', 'fr')).toBe(
      '<p>«\u00a0<strong>Oui</strong>\u00a0»\u00a0: voir <a href="https://a.example/?a=b;c">ici</a>\u00a0!</p>',
    )
  })

  it('sets Dutch marks, and an apostrophe where a word begins with one', () => {
    expect(markdownToHtml(`"Ja", 's avonds`, 'nl')).toBe('<p>“Ja”, ’s avonds</p>')
  })

  it.each([
    [
      `L'"horeca" d'abord ; l'«Horeca» ; d'"ici" là`,
      '<p>L’«~horeca~» d’abord~; l’«~Horeca~»~; d’«~ici~» là</p>',
    ],
    [`les '90 et le rock 'n' roll`, '<p>les ’90 et le rock ’n’ roll</p>'],
  ])('sets French marks after an apostrophe: %s', (written, set) => {
    expect(markdownToHtml(written, 'fr').replaceAll('\u00a0', '~')).toBe(set)
  })

  it.each([
    [
      `In 's-Gravenbrakel ('s avonds); 'k Weet het niet, 't is zo.`,
      '<p>In ’s-Gravenbrakel (’s avonds); ’k Weet het niet, ’t is zo.</p>',
    ],
    ['In ‘s-Herenelderen, ‘t is ‘n feest', '<p>In ’s-Herenelderen, ’t is ’n feest</p>'],
    [`Hij zei: 'ja'. De jaren '90, '14-'18.`, '<p>Hij zei: ‘ja’. De jaren ’90, ’14-’18.</p>'],
  ])('sets a Dutch apostrophe where a word begins with one: %s', (written, set) => {
    expect(markdownToHtml(written, 'nl')).toBe(set)
  })

  it('marks the head of a table, and leaves the alignment that the editor chose', () => {
    const html = markdownToHtml('| a | b |\n| --- | ---: |\n| 1 | 2 |', 'fr')
    expect(html).toContain('<th scope="col" align="left">a</th>')
    expect(html).toContain('<td style="text-align:right">2</td>')
  })
})

describe("an editor's Markdown in the text part", () => {
  it('is laid out: lists, columns, the address behind a link', () => {
    const markdown = 'Voir [ici](https://a.example).\n\n- un\n- deux\n\n| a | bb |\n| --- | --- |\n| 10 | 2 |'
    expect(markdownToText(markdown, 'fr')).toBe(
      'Voir ici <https://a.example>.\n\n- un\n- deux\n\na   bb\n10  2',
    )
  })

  it('has numbers end in one column, and what belongs to an item hang under its text', () => {
    const markdown =
      '8. huit\n9. neuf\n\n   suite\n10. dix\n    - a\n      1. b\n    - c\n11. onze\n\nFin.\n\n3) trois\n4) quatre'
    expect(markdownToText(markdown, 'fr')).toBe(
      [
        ' 8. huit',
        '',
        ' 9. neuf',
        '',
        '    suite',
        '',
        '10. dix',
        '',
        '    - a',
        '      1. b',
        '    - c',
        '',
        '11. onze',
        '',
        'Fin.',
        '',
        '3. trois',
        '4. quatre',
      ].join('\n'),
    )
  })

  it('keeps the lines of an address, and leaves addresses of the web as they are', () => {
    const markdown =
      'Dienst\nTeststraat 1\n1000 Brussel\n\nhttps://a.example/x, www.a.example, a@b.example.\n\n---'
    expect(markdownToText(markdown, 'nl')).toBe(
      'Dienst\nTeststraat 1\n1000 Brussel\n\nhttps://a.example/x, www.a.example, a@b.example.',
    )
  })

  it('shows HTML as it was written', () => {
    expect(markdownToText('<script>x</script> & {{y}}', 'fr')).toBe('<script>x</script> & {{y}}')
  })
})
