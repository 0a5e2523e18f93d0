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
    ['www.a.example', '<p>www.a.example</p>'],
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

  it('shows HTML as it was written', () => {
    expect(markdownToText('<script>x</script> & {{y}}', 'fr')).toBe('<script>x</script> & {{y}}')
  })
})
