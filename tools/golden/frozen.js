// Loaded into a process of the program before the program itself: its clock stands still, and chance repeats itself.
import crypto from 'node:crypto'
import promises from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'

const { GOLDEN_NOW = '', GOLDEN_SEED = '' } = process.env
const now = Date.parse(GOLDEN_NOW)
const { createHash } = crypto

/** Each kind of chance has a series of its own, and so have packages: one draw more of a temporary name, or of a queue, changes no link. */
const drawn = new Map()

const BOUNDARY_BYTES = 8

function bytesOf(what, size) {
  const [, , , caller = ''] = String(new Error().stack).split('\n')
  const isPackage = caller.includes('/node_modules/')
  const kind = isPackage ? `${what} of a package` : what
  // The boundaries of staff mails are all the same: which of them leaves first is decided by the machine's load.
  const nth = isPackage && size === BOUNDARY_BYTES ? 1 : (drawn.get(`${kind} ${size}`) ?? 0) + 1
  drawn.set(`${kind} ${size}`, nth)
  const hash = createHash('shake256', { outputLength: Math.max(1, size) })
  return hash.update(`${GOLDEN_SEED} ${kind} ${size} ${nth}`).digest().subarray(0, size)
}

globalThis.Date = new Proxy(Date, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length ? args : [now], newTarget),
  apply: target => new target(now).toString(),
})
Date.prototype.constructor = Date
Date.now = () => now

Math.random = () => bytesOf('random', 6).readUIntBE(0, 6) / 2 ** 48

function randomBytes(size, done) {
  const bytes = bytesOf('bytes', size)
  if (!done) return bytes
  setImmediate(done, null, bytes)
}

function randomUUID() {
  const bytes = bytesOf('uuid', 16)
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

function fill(array) {
  const view = Buffer.from(array.buffer, array.byteOffset, array.byteLength)
  bytesOf('fill', view.length).copy(view)
  return array
}

Object.assign(crypto, { randomBytes, randomUUID, randomFillSync: fill })
Object.assign(crypto.webcrypto, { randomUUID })
crypto.webcrypto.getRandomValues = fill
// How much of a disk is free is no word of the program.
const { statfs } = promises
promises.statfs = async (...args) => ({ ...(await statfs(...args)), bavail: 2 ** 24, bsize: 4096 })
syncBuiltinESMExports()
