/** What the Word template shows where nothing is filled in yet, in both languages; programs without forms keep it as text. */
export const PLACEHOLDERS = {
  text: '[texte | tekst]',
  choice: '[choisir | kiezen]',
  day: '[date | datum]',
  moment: '[AAAA-MM-JJ 14:00 | JJJJ-MM-DD 14:00]',
} as const

const KNOWN: ReadonlySet<string> = new Set(Object.values(PLACEHOLDERS))

/** Whether a text is a prompt of the template, and nothing that somebody wrote. */
export function isPlaceholder(text: string): boolean {
  return KNOWN.has(flat(text))
}

/** A text without the prompts of the template that were left beside it. */
export function withoutPlaceholders(text: string): string {
  return [...KNOWN].reduce((rest, prompt) => rest.replaceAll(prompt, ''), text).trim()
}

const flat = (text: string) => text.replace(/\s+/g, ' ').trim()
