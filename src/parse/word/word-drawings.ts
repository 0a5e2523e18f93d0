import type { WordFault } from './document.js'
import { elementsOf, type XmlElement } from './word-parts.js'

/** A picture, or a text box outside the text. Drawn lines are ignored. */
export function drawingFault(drawing: XmlElement): WordFault[] {
  const names = new Set<string>()
  const collect = (element: XmlElement) => {
    names.add(element.name)
    for (const child of elementsOf(element)) collect(child)
  }
  collect(drawing)
  if (names.has('w:txbxContent') || names.has('v:textpath') || drawing.name === 'w:object') return ['box']
  const pictures = [
    'pic:pic',
    'a:blip',
    'v:imagedata',
    'c:chart',
    'cx:chart',
    'dgm:relIds',
    'w14:contentPart',
  ]
  return pictures.some(name => names.has(name)) ? ['image'] : []
}
