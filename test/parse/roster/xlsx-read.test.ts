import { describe, expect, it } from '@jest/globals'
import { zipSync } from 'fflate'
import { readWorkbook } from '../../../src/parse/roster/xlsx-read.js'

const zeros = (megabytes: number) => new Uint8Array(megabytes * 1024 * 1024)

describe('a workbook that is none', () => {
  it.each<[string, Uint8Array, string]>([
    ['an archive of something else', zipSync({ 'a.txt': zeros(0) }), 'broken'],
    ['half an archive', zipSync({ 'xl/workbook.xml': zeros(0) }).subarray(0, 40), 'broken'],
    [
      'an archive that unpacks to far more than a list',
      zipSync({ 'xl/sharedStrings.xml': zeros(25) }),
      'too-large',
    ],
  ])('%s is refused with its reason', (_, bytes, fault) => {
    expect(readWorkbook(bytes)).toEqual({ fault })
  })
})
