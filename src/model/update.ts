import type { Bilingual, Language } from './language.js'

export const KINDS = ['measure', 'support', 'event', 'practice', 'notice'] as const
export const LEVELS = ['municipality', 'region', 'community', 'federal', 'europe'] as const
export const URGENCIES = ['urgent', 'normal', 'info'] as const

/** One measure or notice as an editor wrote it: one file, both languages. Dates are ISO dates, event times local. */
export type Update = {
  id: string
  kind: (typeof KINDS)[number]
  topic: string
  level: (typeof LEVELS)[number]
  authority: Bilingual | null
  urgency: (typeof URGENCIES)[number]
  from: string | null
  until: string | null
  deadline: string | null
  amount: { min: number | null; max: number | null; unit: 'EUR'; per: Bilingual | null } | null
  /** Orders and marks, never hides. Empty lists concern everybody. */
  concerns: { roles: ('mayor' | 'alderman')[]; competences: string[]; communes: string[] }
  links: { fr: string; nl: string; label: Bilingual }[]
  event: { start: string; end: string | null; place: Bilingual | null; url: string | null } | null
  change: Bilingual | null
  status: 'in-force' | 'withdrawn'
  /** Per language: the heading, the first paragraph, and the rest, as Markdown. */
  text: Record<Language, { title: string; summary: string; body: string }>
}
