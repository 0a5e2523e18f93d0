export type Position = 'raised' | 'lowered'

const RAISED = signs(
  '0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW',
  '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ',
)
const LOWERED = signs('0123456789+-−=()aehijklmnoprstuvx', '₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ')
/** Ends of ordinals and short forms that read well on the line: 1er, 2de, Mme, Cie. */
const ENDINGS = new Set(
  'e er ers re res ère ères es ème èmes ième ièmes nd nde nds ndes d de ste te st th rd me mes lle lles r rs gr ie cie bis ter'.split(
    ' ',
  ),
)
const WHOLE: Record<string, string> = { o: '°', TM: '™', SM: '℠' }
/** More letters are raised words, not a sign. */
const LETTERS_LIMIT = 3

/**
 * Raised or lowered text as Unicode characters: 4.000¹, m², CO₂. Ends of ordinals stay letters. `isLost`: some letters have no such character, or are
 * words.
 */
export function inPosition(text: string, position: Position): { text: string; isLost: boolean } {
  const bare = text.trim()
  if (position === 'raised' && ENDINGS.has(bare.toLowerCase())) return { text, isLost: false }
  const whole = position === 'raised' && Object.hasOwn(WHOLE, bare) ? WHOLE[bare] : undefined
  if (whole !== undefined) return { text: text.replace(bare, whole), isLost: false }
  const table = position === 'raised' ? RAISED : LOWERED
  const letters = [...bare].filter(isLetter)
  const isLost = letters.length > LETTERS_LIMIT || letters.some(letter => !table.has(letter))
  const inTable = (character: string) =>
    isLost && !/\d/.test(character) ? character : (table.get(character) ?? character)
  return { text: [...text].map(inTable).join(''), isLost }
}

const isLetter = (character: string) => /\p{L}/u.test(character)

function signs(plain: string, moved: string): Map<string, string> {
  const targets = [...moved]
  return new Map([...plain].map((character, index) => [character, targets[index] ?? character]))
}
