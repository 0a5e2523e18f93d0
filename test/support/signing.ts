import { listEditions } from '../../src/postgres/editions/editions.js'
import { openSending } from '../../src/sending/sending.js'
import { draft } from '../../src/steps/editions/draft.js'
import { askSignOff } from '../../src/steps/sign-off/ask-sign-off.js'
import type { TestRelay } from './relay.js'
import { parsed, type World } from './world.js'

/** Sends the notices that are due at the world's clock. */
export async function sendNotices({ app }: World) {
  const sending = await openSending(app)
  try {
    return await sending.sendNotices()
  } finally {
    await sending.close()
  }
}

/** Drafts, asks for the sign-off and sends the mails; returns the tokens by address. */
export async function askedEdition(world: World, relay: TestRelay, edition: string) {
  const prepared = await draft(world.app, edition, null)
  if (prepared.kind !== 'frozen') throw new Error(JSON.stringify(prepared))
  const from = relay.received.length
  await askSignOff(world.app, edition)
  await sendNotices(world)
  const tokens = new Map<string, string>()
  for (const mail of relay.received.slice(from)) {
    const text = (await parsed(mail)).text ?? ''
    const token = /\/sign\/(\S+)/.exec(text)?.[1]
    if (token) tokens.set(mail.to, token)
  }
  return { hash: prepared.hash, tokens, mails: relay.received.slice(from) }
}

/** Everything about sign-off that could change: editions, decisions, links. */
export async function signOffState({ app }: World): Promise<string> {
  return JSON.stringify(await listEditions(app.engine.db, app.clock()))
}
