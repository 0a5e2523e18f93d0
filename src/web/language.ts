import type { FastifyRequest } from 'fastify'
import type { Language } from '../model/language.js'

/** `?lang=`, else the browser's first language among ours, else French. */
export function languageOf(request: FastifyRequest): Language {
  const asked = (request.query as { lang?: unknown }).lang
  if (asked === 'fr' || asked === 'nl') return asked
  const accepted = String(request.headers['accept-language'] ?? '').toLowerCase()
  const first = accepted
    .split(',')
    .map(part => part.trim().slice(0, 2))
    .find(part => part === 'fr' || part === 'nl')
  return (first as Language | undefined) ?? 'fr'
}
