import type { WordFault } from './document.js'
import { isPrompt } from './prompts.js'
import { elementAt, elementsOf, isOn, type XmlElement } from './word-parts.js'
import type { WordSheet } from './word-styles.js'

/** An unfilled form field: Word keeps its prompt as text, in its own style or wording. */
export function showsPrompt(control: XmlElement, sheet: WordSheet): boolean {
  if (!isOn(elementAt(control, 'w:sdtPr', 'w:showingPlcHdr'))) return false
  const prompt = promptIn(control, sheet)
  return prompt.isStyled || prompt.text.trim() === '' || isPrompt(prompt.text)
}

/** A prompt in unknown words may be an editor's text that a program marked as prompt: it is reported, not sent. */
export function promptFaults(control: XmlElement, sheet: WordSheet): WordFault[] {
  const { text } = promptIn(control, sheet)
  return text.trim() === '' || isPrompt(text) ? [] : ['prompt']
}

function promptIn(control: XmlElement, sheet: WordSheet): { text: string; isStyled: boolean } {
  const prompt = { text: '', isStyled: false }
  collect(elementAt(control, 'w:sdtContent'), sheet, prompt)
  return prompt
}

function collect(
  element: XmlElement | undefined,
  sheet: WordSheet,
  prompt: { text: string; isStyled: boolean },
) {
  for (const child of elementsOf(element)) {
    const style = elementAt(child, 'w:rPr', 'w:rStyle')?.attributes['w:val']
    if (child.name === 'w:r' && sheet.style(style).isPlaceholder) prompt.isStyled = true
    if (child.name === 'w:t') prompt.text += child.children.filter(one => typeof one === 'string').join('')
    else collect(child, sheet, prompt)
  }
}
