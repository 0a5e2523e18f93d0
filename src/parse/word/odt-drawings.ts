import type { WordFault } from './document.js'
import { elementsOf, type XmlElement } from './word-parts.js'

/** A picture, or a box outside the text with text, a formula or a form. Drawn lines are ignored. */
export function drawingFaults(drawing: XmlElement): WordFault[] {
  const names = new Set<string>()
  const collect = (element: XmlElement) => {
    names.add(element.name)
    for (const child of elementsOf(element)) collect(child)
  }
  collect(drawing)
  const boxes = ['draw:text-box', 'draw:object', 'draw:object-ole', 'draw:control', 'draw:floating-frame']
  const hasText = names.has('text:p') || names.has('text:h')
  if (boxes.some(name => names.has(name)) && !isImageInBox(names)) return ['box']
  if (names.has('draw:image') || names.has('draw:plugin')) return ['image']
  return hasText && hasWords(drawing) ? ['box'] : []
}

/** LibreOffice puts a captioned picture into a box. */
function isImageInBox(names: ReadonlySet<string>): boolean {
  return names.has('draw:text-box') && names.has('draw:image') && !names.has('draw:object')
}

function hasWords(element: XmlElement): boolean {
  return element.children.some(child => (typeof child === 'string' ? child.trim() !== '' : hasWords(child)))
}
