import { describe, expect, it } from '@jest/globals'
import { saying } from '../../../src/steps/operations/saying.js'

describe('waiting for something', () => {
  it('says nothing of what takes an instant, or fails in one', async () => {
    const said: string[] = []
    const tell = (line: string) => said.push(line)
    expect(await saying('Waiting …', tell, async () => 1)).toBe(1)
    const failing = saying('Waiting …', tell, () => Promise.reject(new Error('no')))
    await expect(failing).rejects.toThrow('no')
    // Longer than an instant: the timers of both would have spoken by the time that this one has.
    await saying('later', tell, () => until(said, 'later'))
    expect(said).toEqual(['later'])
  })

  it('says once what is waited for when it takes longer', async () => {
    const said: string[] = []
    const tell = (line: string) => said.push(line)
    await saying('Waiting for PostgreSQL …', tell, () => until(said, 'Waiting for PostgreSQL …'))
    expect(said).toEqual(['Waiting for PostgreSQL …'])
  })
})

async function until(said: string[], line: string): Promise<void> {
  while (!said.includes(line)) await new Promise(resolve => setImmediate(resolve))
}
