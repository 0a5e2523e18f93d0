import { crc32, deflateSync, inflateSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { withFewColours } from '../../../tools/gallery/png.js'

/** A picture of one row, RGB, with the filter that the line says. */
function pngOf(width: number, line: number[]): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const ends = [Buffer.alloc(4), Buffer.alloc(4)] as const
    ends[0].writeUInt32BE(data.length)
    ends[1].writeUInt32BE(crc32(body))
    return Buffer.concat([ends[0], body, ends[1]])
  }
  const header = Buffer.from([0, 0, width >> 8, width & 255, 0, 0, 0, 1, 8, 2, 0, 0, 0])
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.from(line)))])
}

/** The colours of a row with a palette. */
function coloursOf(png: Buffer): string[] {
  const data = (type: string) => {
    const at = png.indexOf(type, 0, 'latin1')
    return png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4))
  }
  const palette = data('PLTE')
  const [, ...indices] = inflateSync(data('IDAT'))
  return indices.map(index => palette.subarray(index * 3, index * 3 + 3).toString('hex'))
}

describe('a picture with few colours', () => {
  it('keeps each pixel where there are at most 256', () => {
    expect(coloursOf(withFewColours(pngOf(3, [0, 255, 0, 0, 0, 255, 0, 1, 2, 3])))).toEqual([
      'ff0000',
      '00ff00',
      '010203',
    ])
  })

  it('undoes the filters of Chromium', () => {
    expect(coloursOf(withFewColours(pngOf(3, [1, 10, 20, 30, 1, 1, 1, 250, 0, 0])))).toEqual([
      '0a141e',
      '0b151f',
      '05151f',
    ])
  })

  it('takes the nearest of the most frequent 256 for the others', () => {
    const often = Array.from({ length: 256 }, (_, blue) => [0, 0, blue, 0, 0, blue]).flat()
    const colours = coloursOf(withFewColours(pngOf(513, [0, ...often, 0, 3, 77])))
    expect(colours.at(-1)).toBe('00004d')
  })
})
