import { describe, expect, it } from '@jest/globals'
import { asClientShows } from '../../src/mjml/client-views.js'

const sheet = (css: string) =>
  `<head><style>${css}</style></head><p>@media (prefers-color-scheme: dark) {</p>`

describe('a mail in a frame', () => {
  it.each([
    ['dark', '(prefers-color-scheme: dark) {', '(min-width: 0) {'],
    ['dark', 'screen and (prefers-color-scheme:dark) {', 'screen and (min-width: 0) {'],
    ['dark', '(prefers-color-scheme: light) {', '(max-width: 0) {'],
    ['light', '(prefers-color-scheme: dark) {', '(max-width: 0) {'],
    ['light', 'print {', 'print {'],
    ['paper', 'print {', 'all {'],
    ['paper', 'only screen and (min-width: 480px) {', 'only speech and (min-width: 480px) {'],
    ['paper', '(prefers-color-scheme: dark) {', '(max-width: 0) {'],
  ] as const)('as %s answers what its style sheets ask: %s', (looked, before, after) => {
    expect(asClientShows(sheet(`@media ${before} p { color: red } }`), looked)).toBe(
      sheet(`@media ${after} p { color: red } }`),
    )
  })

  it('has one colour scheme, and keeps every text', () => {
    const html =
      '<meta name="color-scheme" content="light dark"><style>:root { color-scheme: light dark }</style><p>color-scheme: light dark'
    expect(asClientShows(html, 'dark')).toBe(
      '<meta name="color-scheme" content="dark"><style>:root { color-scheme: dark }</style><p>color-scheme: light dark',
    )
    expect(asClientShows(html, 'paper')).toContain('<meta name="color-scheme" content="light">')
  })
})
