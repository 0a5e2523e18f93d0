import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { type EditionBodies, openEditionBodies } from '../../src/app/edition-bodies.js'
import { openReadiness, type ReadinessPorts } from '../../src/app/readiness.js'
import type { Addressee } from '../../src/model/edition/audience.js'
import type { EditionContent } from '../../src/model/edition/edition.js'
import { sampleEdition, sampleReader } from '../support/sample-edition.js'

let sample: EditionContent
beforeAll(async () => {
  sample = await sampleEdition()
})

const addressee = (recipient: number): Addressee => ({
  ...sampleReader({ competences: [`c${recipient}`] }),
  id: `r${recipient}`,
  acting: false,
  name: 'Échevinat',
  email: `r${recipient}@c21001.example`,
})

describe('an approved edition', () => {
  let said: string[]
  let asked: string[]
  let ports: ReadinessPorts
  beforeEach(() => {
    said = []
    asked = []
    const bodies: EditionBodies = reader => {
      asked.push(reader.competences.join())
      return openEditionBodies(sample, 'a secret')(reader)
    }
    ports = {
      approved: async () => [{ edition: '2020-W19', version: 2 }],
      content: async () => sample,
      addressees: async function* () {
        yield* [addressee(1), addressee(2)]
      },
      bodiesOf: () => bodies,
      isEnding: () => false,
      log: { info: event => said.push(event), warn: event => said.push(event) },
    }
  })

  it('is rendered for its readers once, however often one looks', async () => {
    const getReady = openReadiness(ports)
    await Promise.all([getReady(), getReady()])
    await getReady()
    expect(asked).toEqual(['c1', 'c2'])
    expect(said).toEqual(['edition.ready'])
  })

  it('whose stored rows are not what was signed off is looked at again', async () => {
    const answers = [null, sample]
    const getReady = openReadiness({ ...ports, content: async () => answers.shift() ?? null })
    await getReady()
    expect(asked).toEqual([])
    await getReady()
    expect(asked).toEqual(['c1', 'c2'])
  })

  it('that can’t be rendered is told of, and not tried for ever', async () => {
    const broken: EditionBodies = () => {
      throw new Error('the text has no place for the salutation')
    }
    const getReady = openReadiness({ ...ports, bodiesOf: () => broken })
    await getReady()
    await getReady()
    expect(said).toEqual(['edition.not-ready'])
  })

  it('is left when this process is to end', async () => {
    await openReadiness({ ...ports, isEnding: () => asked.length === 1 })()
    expect(asked).toEqual(['c1'])
  })
})
