import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Addressee } from '../../../src/model/editions/audience.js'
import type { EditionContent } from '../../../src/model/editions/edition.js'
import type { Compose } from '../../../src/steps/editions/composing.js'
import { openReadiness, type ReadinessPorts } from '../../../src/steps/editions/readiness.js'
import { sampleEdition, sampleReader } from '../../support/sample-edition.js'

let sample: EditionContent
beforeAll(async () => {
  sample = await sampleEdition()
})

const addressee = (recipient: number): Addressee => ({
  ...sampleReader(),
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
    const compose: Compose = async ({ delivery }) => {
      asked.push(delivery)
      return { from: '', to: '', bytes: [], envelopeId: delivery }
    }
    ports = {
      approved: async () => [{ edition: '2020-W19', version: 2 }],
      content: async () => sample,
      addressees: async function* () {
        yield* [addressee(1), addressee(2)]
      },
      compose,
      isEnding: () => false,
      log: { info: event => said.push(event), warn: event => said.push(event) },
    }
  })

  it('has its mails made once, however often one looks', async () => {
    const getReady = openReadiness(ports)
    await Promise.all([getReady(), getReady()])
    await getReady()
    expect(asked).toEqual(['2020-W19.r1', '2020-W19.r2'])
    expect(said).toEqual(['edition.ready'])
  })

  it('whose stored rows are not what was signed off is looked at again', async () => {
    const answers = [null, sample]
    const getReady = openReadiness({ ...ports, content: async () => answers.shift() ?? null })
    await getReady()
    expect(asked).toEqual([])
    await getReady()
    expect(asked).toEqual(['2020-W19.r1', '2020-W19.r2'])
  })

  it('that can’t be rendered is told of, and not tried for ever', async () => {
    const broken: Compose = () => {
      throw new Error('the text has no place for the salutation')
    }
    const getReady = openReadiness({ ...ports, compose: broken })
    await getReady()
    await getReady()
    expect(said).toEqual(['edition.not-ready'])
  })

  it('is left when this process is to end', async () => {
    await openReadiness({ ...ports, isEnding: () => asked.length === 1 })()
    expect(asked).toEqual(['2020-W19.r1'])
  })
})
