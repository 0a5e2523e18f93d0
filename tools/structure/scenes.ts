import { writeFileSync } from 'node:fs'
import type { Entry } from './entries.js'
import { openSceneStage, type SceneStage } from './scene-stage.js'

/** The walked scenes, by name: each is played once to warm up, and then walked. */
const SCENES: Record<string, (stage: SceneStage) => Promise<Entry[]>> = {
  'one update': async ({ write, takeIn, walked }) => {
    write('masques.md', updateOf('masques'))
    await takeIn()
    write('marches.md', updateOf('marches'))
    return walked(takeIn)
  },
  'one Word file': async ({ write, wordFile, takeIn, walked }) => {
    write('gants.docx', wordFile({ id: 'gants' }))
    await takeIn()
    write('tissus.docx', wordFile({ id: 'tissus' }))
    return walked(takeIn)
  },
  'one delivery': async ({ frozen, signOff, sending, received, walked }) => {
    await signOff(await frozen('2020-W18'))
    const at = { edition: '2020-W18', instant: '2020-04-30T09:00:00+02:00' }
    return sending(at, async deliver => {
      await deliver('anderlecht-mayor')
      await received(1)
      return walked(() => deliver('auderghem-mayor'))
    })
  },
  'one sign-off': async ({ frozen, signOff, walked }) => {
    const next = await frozen('2020-W19')
    return walked(() => signOff(next))
  },
  'one bounce': async ({ bounce, walked }) => {
    await bounce(0)
    return walked(() => bounce(1))
  },
}

const updateOf = (id: string) =>
  `---\nid: ${id}\nkind: measure\ntopic: health\nlevel: region\n---\n# fr: Masques\nObligatoires.\n\n# nl: Maskers\nVerplicht.\n`

/** Plays all scenes in the copied checkout in `root`, and writes their entries into a file. */
async function main([root = '', file = '']: string[]): Promise<void> {
  Object.assign(globalThis, { told: () => {} })
  const stage = await openSceneStage(root)
  const walks: Record<string, Entry[]> = {}
  try {
    for (const [name, scene] of Object.entries(SCENES)) walks[name] = await scene(stage)
  } finally {
    await stage.close()
  }
  writeFileSync(file, JSON.stringify(walks))
}

await main(process.argv.slice(2))
