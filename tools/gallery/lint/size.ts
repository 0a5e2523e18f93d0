import { renderEdition } from '../../../src/mjml/render.js'
import type { Folder } from '../folder.js'
import { sampleContent, sampleReader } from '../samples/editions.js'
import { manyItems } from '../samples/updates.js'

/** Gmail cuts a mail at 102 kB of HTML and links to the rest. */
export const LIMIT_BYTES = 102_400
/** Numbers of measures for which an edition's size is measured. */
export const COUNTS = [5, 20, 40] as const

export type Size = { measures: number; language: string; html: number; text: number }

/** The edition's size for each of COUNTS, in both languages, each first. Sizes in bytes. */
export function sizesOf({ templates }: Pick<Folder, 'templates'>): Size[] {
  return COUNTS.flatMap(measures =>
    (['fr', 'nl'] as const).map(language => {
      const content = sampleContent({ items: manyItems(measures) }, templates)
      const { html, text } = renderEdition(content, sampleReader('alderman', language))
      return { measures, language, html: Buffer.byteLength(html), text: Buffer.byteLength(text) }
    }),
  )
}
