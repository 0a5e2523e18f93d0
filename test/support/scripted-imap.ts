import { createServer, type Socket } from 'node:net'

/** What the server does when a mail is asked for: its words instead of the mail, an OK without it or with nothing in it, or breaking off. */
export type MailAct = { answer: string } | 'nothing' | 'empty' | 'break' | null
/** Asked for each mail, with how often it was asked for before; null gives the mail. */
export type MailScript = (uid: number, times: number) => MailAct

export type ScriptedImap = {
  port: number
  /** By UID. */
  mails: Map<number, Uint8Array>
  setScript: (script: MailScript) => void
  /** Instead of an OK to that command: `LOGIN`, `EXAMINE`, `SEARCH`; null: the usual. */
  refuse: (command: string, answer: string | null) => void
  /** Another UIDVALIDITY, and the mails numbered anew. */
  makeAnew: () => void
  /** How often each mail was asked for. */
  asked: Map<number, number>
  close: () => Promise<void>
}

/** An IMAP server (RFC 9051) of one mailbox that does what a test says. Speaks as much as a reader of mails needs. */
export async function startScriptedImap(): Promise<ScriptedImap> {
  const sockets = new Set<Socket>()
  const refusals = new Map<string, string>()
  let script: MailScript = () => null
  const state = { uidValidity: 7, mails: new Map<number, Uint8Array>(), asked: new Map<number, number>() }
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    socket.write('* OK [CAPABILITY IMAP4rev1] ready\r\n')
    let pending = ''
    socket.on('data', data => {
      pending += data.toString('latin1')
      const lines = pending.split('\r\n')
      pending = lines.pop() ?? ''
      for (const line of lines) answer(socket, line)
    })
  })

  function answer(socket: Socket, line: string): unknown {
    const [tag = '', ...words] = line.split(' ')
    const command = (words[0] === 'UID' ? words[1] : words[0])?.toUpperCase() ?? ''
    const refusal = refusals.get(command)
    if (refusal) return write(socket, `${tag} ${refusal}`)
    if (command === 'CAPABILITY') write(socket, '* CAPABILITY IMAP4rev1')
    if (command === 'LIST') write(socket, '* LIST () "/" INBOX')
    if (command === 'EXAMINE') examine(socket)
    if (command === 'SEARCH') write(socket, `* SEARCH ${found(line).join(' ')}`.trimEnd())
    if (command === 'FETCH') return fetch(socket, tag, Number(words[2]))
    if (command === 'LOGOUT') write(socket, '* BYE')
    write(socket, `${tag} OK${command === 'EXAMINE' ? ' [READ-ONLY]' : ''} done`)
    return command === 'LOGOUT' && socket.end()
  }

  function examine(socket: Socket): void {
    write(
      socket,
      '* FLAGS (\\Seen)',
      `* ${state.mails.size} EXISTS`,
      `* OK [UIDVALIDITY ${state.uidValidity}] valid`,
    )
    write(socket, `* OK [UIDNEXT ${Math.max(0, ...state.mails.keys()) + 1}] next`)
  }

  function found(line: string): number[] {
    const [, from = '1', range] = /UID (\d+)(:\*)?$/i.exec(line) ?? []
    const uids = [...state.mails.keys()].sort((a, b) => a - b)
    return range ? uids.filter(uid => uid >= Number(from)) : uids.filter(uid => uid === Number(from))
  }

  function fetch(socket: Socket, tag: string, uid: number): unknown {
    const times = state.asked.get(uid) ?? 0
    state.asked.set(uid, times + 1)
    const bytes = state.mails.get(uid)
    const act = script(uid, times)
    if (act === 'break') return socket.destroy()
    if (act !== null && act !== 'nothing' && act !== 'empty') return write(socket, `${tag} ${act.answer}`)
    if (bytes && act !== 'nothing') {
      const body = act === 'empty' ? Buffer.alloc(0) : Buffer.from(bytes)
      const number = [...state.mails.keys()].sort((a, b) => a - b).indexOf(uid) + 1
      socket.write(
        `* ${number} FETCH (UID ${uid} RFC822.SIZE ${bytes.byteLength} BODY[]<0> {${body.length}}\r\n`,
      )
      socket.write(Buffer.concat([body, Buffer.from(')\r\n')]))
    }
    return write(socket, `${tag} OK done`)
  }

  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    mails: state.mails,
    asked: state.asked,
    setScript: next => {
      script = next
    },
    refuse: (command, words) => {
      if (words === null) refusals.delete(command)
      else refusals.set(command, words)
    },
    makeAnew: () => {
      const bytes = [...state.mails.values()]
      state.mails.clear()
      for (const [index, one] of bytes.entries()) state.mails.set(index + 1, one)
      state.uidValidity++
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

function write(socket: Socket, ...lines: string[]): boolean {
  return lines.map(line => socket.write(`${line}\r\n`)).every(Boolean)
}
