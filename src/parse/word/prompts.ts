import { PROMPTS, TEXT_PROMPTS } from '../../model/updates/prompts.js'
import { plainText, type WordDocument, type WordParagraph, type WordRun } from './document.js'

/** Word's own prompts in empty form fields. */
const OF_WORD = [
  'Click or tap here to enter text.',
  'Click here to enter text.',
  'Choose an item.',
  'Click or tap to enter a date.',
  'Click here to enter a date.',
  'Cliquez ou appuyez ici pour entrer du texte.',
  'Cliquez ici pour taper du texte.',
  'Choisissez un élément.',
  'Cliquez ou appuyez ici pour entrer une date.',
  'Cliquez ici pour entrer une date.',
  'Klik of tik om tekst in te voeren.',
  'Klik hier als u tekst wilt invoeren.',
  'Kies een item.',
  'Klik of tik om een datum in te voeren.',
  'Klik hier als u een datum wilt invoeren.',
]
const OURS: readonly string[] = [
  ...Object.values(PROMPTS),
  ...Object.values(TEXT_PROMPTS.fr),
  ...Object.values(TEXT_PROMPTS.nl),
]
const KNOWN: ReadonlySet<string> = new Set([...OURS, ...OF_WORD])

/** Whether a text is a prompt of the template or of Word, not an editor's. */
export function isPrompt(text: string): boolean {
  // decision 53
  return KNOWN.has(flat(text))
}

/** A document without the template's prompts that a program kept as text: bracketed prompts are never published. Editors' text beside one stays. */
export function withoutPrompts({ blocks }: WordDocument): WordDocument {
  return {
    blocks: blocks.map(block =>
      block.kind === 'paragraph'
        ? unprompted(block)
        : {
            ...block,
            rows: block.rows.map(row => ({ ...row, cells: row.cells.map(cell => cell.map(unprompted)) })),
          },
    ),
  }
}

function unprompted(paragraph: WordParagraph): WordParagraph {
  if (!plainText(paragraph).includes('[')) return paragraph
  const runs = paragraph.runs.map(run => ({ ...run, text: bare(run.text) }))
  const text = plainText({ runs })
  const cut = bare(text)
  return { ...paragraph, runs: cut === text ? runs : [joined(runs, cut)] }
}

/** Joins a prompt that was split into several runs. */
function joined([first]: readonly WordRun[], text: string): WordRun {
  return { bold: false, italic: false, link: null, ...first, text }
}

function bare(text: string): string {
  const spaced = text.replace(/[\u00a0\u202f]/g, ' ')
  return OURS.reduce(
    (rest, prompt) => {
      const pieces = rest.spaced.split(prompt)
      if (pieces.length === 1) return rest
      let at = 0
      const kept = pieces.map(piece => {
        const own = rest.text.slice(at, at + piece.length)
        at += piece.length + prompt.length
        return own
      })
      return { spaced: pieces.join(''), text: kept.join('') }
    },
    { spaced, text },
  ).text
}

const flat = (text: string) => text.replace(/\s+/g, ' ').trim()
