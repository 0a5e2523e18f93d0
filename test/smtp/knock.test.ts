import { afterEach, describe, expect, it } from '@jest/globals'
import { greeting, knock } from '../../src/smtp/knock.js'
import { freePort } from '../support/redis.js'
import { type Act, type ScriptedServer, startScriptedServer } from '../support/scripted-smtp.js'

let server: ScriptedServer | null = null
afterEach(() => server?.close())

async function greetedBy(act: Act | null) {
  server = await startScriptedServer(stage => (stage === 'connect' ? act : null))
  return greeting({ host: '127.0.0.1', port: server.port, secure: false }, 300)
}

describe('a knock at the relay', () => {
  it('is answered by a greeting, and asks for nothing but the end', async () => {
    expect(await greetedBy(null)).toBeNull()
    await server?.close()
    expect(server?.commands.filter(line => line !== 'QUIT')).toEqual([])
  })

  it('is answered by a refusal, too: there is somebody to talk to', async () => {
    expect(await greetedBy({ reply: '421 4.3.2 Shutting down' })).toBeNull()
  })

  it.each(['reset', 'close', 'silence'] as const)('finds nobody in a %s', async act => {
    expect(await greetedBy(act)).toEqual(expect.any(String))
  })

  it('finds nobody where no one listens', async () => {
    server = null
    const port = await freePort()
    expect(await knock('127.0.0.1', port)).toContain('ECONNREFUSED')
    expect(await greeting({ host: '127.0.0.1', port, secure: false }, 300)).toContain('ECONNREFUSED')
  })
})
