import { describe, expect, it } from '@jest/globals'
import { sheetsOf, withoutSheets } from '../../src/mjml/sheets.js'

describe('style sheets of a page', () => {
  it('are found whatever they hold, a "<" in a comment or a media range, too', () => {
    const html =
      '<head><style type="text/css">/* <b> */ @media (width < 600px) { p { x: y } }</style></head><p>a<style>q{}</style>b'
    expect(sheetsOf(html).map(({ css }) => css)).toEqual([
      '/* <b> */ @media (width < 600px) { p { x: y } }',
      'q{}',
    ])
    expect(withoutSheets(html)).toBe('<head></head><p>ab')
  })

  it('reach to the end when nothing closes them, as in a browser', () => {
    expect(withoutSheets('<p>a<style>b')).toBe('<p>a')
    expect(sheetsOf('<p>a<style').map(({ css }) => css)).toEqual([''])
    expect(sheetsOf('no sheet')).toEqual([])
  })
})
