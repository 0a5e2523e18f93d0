import { expect, it } from '@jest/globals'
import { csv } from '../../src/present/sheets/csv.js'

it.each([
  ['=1+1', "'=1+1"],
  ['+32 2', "'+32 2"],
  ['-5', "'-5"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\tx', "'\tx"],
  ['\rx', '␍x'],
  ['\u001b[31m\u202ex', '␛[31m⟨U+202E⟩x'],
  ['＝1+1', "'＝1+1"],
  ['＋1', "'＋1"],
  ['－1', "'－1"],
  ['＠x', "'＠x"],
  ['=a;"b"', '"\'=a;""b"""'],
  [-5, '-5'],
  [null, ''],
])('a cell %j can be no formula in a spreadsheet', (value, written) => {
  expect(csv(['h'], [[value]])).toBe(`\uFEFFh\r\n${written}\r\n`)
})
