import { mkdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { refusedFiles } from '../../../src/steps/updates/refused-files.js'
import { type DeskWeek, layWeek, openDesk, writeFile } from '../../support/desk-week.js'

let desk: DeskWeek
beforeAll(async () => {
  desk = await openDesk()
  mkdirSync(desk.world.config.updatesDir, { recursive: true })
})
afterAll(() => desk.close())

const refused = async () => (await refusedFiles(desk.world.app)).map(({ file, code }) => `${file} ${code}`)

describe('the files that can’t be used', () => {
  it('are those that can’t be read as updates, as long as they are so', async () => {
    expect(await refused()).toEqual([])
    writeFile(desk.world, 'cassee', { deadline: '2020-02-30' })
    writeFile(desk.world, 'bonne', {})
    expect(await refused()).toEqual([expect.stringMatching(/^updates\/cassee\.md /)])
    writeFile(desk.world, 'cassee', {})
    expect(await refused()).toEqual([])
  })

  it('are also those that change a sent update and don’t say what', async () => {
    await layWeek(desk)
    expect(await refused()).toEqual([])
    writeFile(desk.world, 'numero-1819', { title: 'Le 1819 change' })
    expect(await refused()).toEqual([expect.stringMatching(/^updates\/numero-1819\.md /)])
  })
})
