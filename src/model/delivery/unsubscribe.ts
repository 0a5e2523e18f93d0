import { createHmac, timingSafeEqual } from 'node:crypto'
import { messageToken } from './delivery.js'

const TOKEN = /^([0-9a-f]{20})\.([0-9a-f]{32})$/

/**
 * The token of a delivery's one-click link, opaque and hard to forge (RFC 8058 §3.1): the Message-ID's token, which finds the delivery, and an HMAC.
 * The Message-ID is in every reply and can't unsubscribe anybody. All attempts have the same one.
 */
export function unsubscribeToken(delivery: string, secret: string): string {
  const token = messageToken(delivery, secret)
  return `${token}.${markOf(token, secret)}`
}

/** The Message-ID's token within our token; null for anything else. Compared in constant time. */
export function messageTokenOf(token: string, secret: string): string | null {
  const [, found, mark] = TOKEN.exec(token) ?? []
  if (!found || !mark) return null
  return timingSafeEqual(Buffer.from(markOf(found, secret)), Buffer.from(mark)) ? found : null
}

function markOf(token: string, secret: string): string {
  return createHmac('sha256', secret).update(`unsubscribe ${token}`).digest('hex').slice(0, 32)
}
