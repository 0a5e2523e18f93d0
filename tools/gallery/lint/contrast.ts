import type { Branding, Palette } from '../../../src/model/agency/branding.js'
import type { Finding } from './finding.js'

/** Text colours and grounds that occur together in the mails. */
export const PAIRS: readonly [ink: keyof Palette, ground: keyof Palette][] = [
  ['ink', 'paper'],
  ['ink', 'note'],
  ['muted', 'paper'],
  ['muted', 'page'],
  ['muted', 'note'],
  ['link', 'paper'],
  ['link', 'note'],
  ['link', 'page'],
  ['urgent', 'paper'],
  ['urgent', 'note'],
  ['good', 'paper'],
  ['markInk', 'paper'],
  ['paper', 'urgent'],
  ['paper', 'good'],
  ['markInk', 'mark'],
  ['bandInk', 'band'],
  ['bandMuted', 'band'],
]
/** For text of normal size (WCAG 2.1, 1.4.3). */
export const LEAST = 4.5

export type Contrast = { mode: 'light' | 'dark'; ink: keyof Palette; ground: keyof Palette; ratio: number }

/** The contrast of every pair in both modes. */
export function contrastsOf({ colours }: Branding): Contrast[] {
  return (['light', 'dark'] as const).flatMap(mode =>
    PAIRS.map(([ink, ground]) => ({
      mode,
      ink,
      ground,
      ratio: contrast(colours[mode][ink], colours[mode][ground]),
    })),
  )
}

/** Pairs that not everybody can read. */
export function contrastFindings(house: Branding): Finding[] {
  return contrastsOf(house)
    .filter(({ ratio }) => ratio < LEAST)
    .map(({ mode, ink, ground, ratio }) => ({
      rule: 'contrast',
      place: 'house.yaml',
      message: `${mode}: ${ink} on ${ground} has ${ratio.toFixed(2)} : 1, not ${LEAST} : 1`,
    }))
}

/** The contrast of two `#rrggbb`, from 1 to 21 (WCAG 2.1, "contrast ratio"). */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map(from => {
    const value = Number.parseInt(colour.slice(from, from + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
