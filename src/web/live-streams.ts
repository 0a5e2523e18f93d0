import type { ServerResponse } from 'node:http'
import type { PassThrough } from 'node:stream'

/** Open streams in all and per session; a browser has six connections for all its tabs. */
const STREAMS_IN_ALL = 64
const STREAMS_OF_ONE = 4
/** In milliseconds: a stream ends before connections.ts cuts it, and the browser asks anew, with its session. */
const STREAM_MS = 50_000
/** In milliseconds: how soon a browser asks anew. */
const AGAIN_MS = 1000

type Stream = { session: string; end: () => void }

/** The open streams of events. */
export type Streams = {
  /** Keeps a stream until its end; `onEnd` is called once. False, and ended, where there are too many. */
  add: (session: string, events: PassThrough, response: ServerResponse, onEnd: () => void) => boolean
  /** Ends those of a session. */
  endOf: (session: string) => void
  endAll: () => void
}

export function openStreams(): Streams {
  const open = new Set<Stream>()
  const endThose = (isMeant: (stream: Stream) => boolean) => {
    for (const stream of [...open].filter(isMeant)) stream.end()
  }
  return {
    add: (session, events, response, onEnd) => {
      const own = [...open].filter(one => one.session === session).length
      if (open.size >= STREAMS_IN_ALL || own >= STREAMS_OF_ONE) {
        onEnd()
        return false
      }
      const stream: Stream = { session, end: () => events.end() }
      const timer = setTimeout(stream.end, STREAM_MS)
      open.add(stream)
      events.write(`retry: ${AGAIN_MS}\n\n`)
      response.once('close', () => {
        clearTimeout(timer)
        open.delete(stream)
        onEnd()
      })
      return true
    },
    endOf: session => endThose(one => one.session === session),
    endAll: () => endThose(() => true),
  }
}
