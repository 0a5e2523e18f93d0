import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { seenFiles } from '../../src/files/seen-files.js'
import { type FolderWatch, watchFolder } from '../../src/files/watch-folder.js'

let root: string
let dir: string
let watch: FolderWatch | null = null
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'watch-'))
  dir = join(root, 'updates')
  await mkdir(dir)
})
afterEach(async () => {
  await watch?.close()
  watch = null
  await rm(root, { recursive: true })
})

describe('what is seen in the drop folder', () => {
  it('is every file with its hash, but no lock, temporary file or note', async () => {
    await mkdir(join(dir, 'sub'))
    for (const name of [
      'a.md',
      'sub/b.docx',
      '~$b.docx',
      '.a.md.swp',
      'a.md~',
      '~WRL0003.tmp',
      'a.md.problems.txt',
      '_c.md',
    ])
      await writeFile(join(dir, name), 'x')
    expect((await seenFiles(dir)).map(({ file, size, hash }) => [file, size, hash.length])).toEqual([
      ['updates/a.md', 1, 64],
      ['updates/sub/b.docx', 1, 64],
    ])
  })

  it('is nothing where there is no folder', async () => {
    expect(await seenFiles(join(root, 'nowhere'))).toEqual([])
  })
})

describe('a watched drop folder', () => {
  /** Resolves when news has been told so often; the looks are those of the real loop, with short times. */
  function watched(polling = false) {
    let told = 0
    let wake = () => {}
    const opened = watchFolder({
      dir,
      polling,
      now: () => performance.now(),
      settle: { equal: 40, pause: 80, away: 120 },
      onNews: async () => {
        told += 1
        wake()
      },
      onTrouble: reason => {
        throw new Error(reason)
      },
    })
    watch = opened
    const news = async (times: number) => {
      while (told < times) await new Promise<void>(resolve => (wake = resolve))
    }
    return { ...opened, news, told: () => told }
  }

  for (const polling of [false, true]) {
    it(`tells of new, changed, renamed and deleted files${polling ? ', when it has to ask for them' : ''}`, async () => {
      const { start, news, told, look } = watched(polling)
      await start()
      expect(told()).toBe(1)
      const settled = async () => {
        for (;;) {
          const { moving, young, missing } = await look()
          if (moving.size + young.size + missing.size === 0) return
          await new Promise(resolve => setImmediate(resolve))
        }
      }
      for (const act of [
        () => writeFile(join(dir, 'a.md'), 'one'),
        () => writeFile(join(dir, 'a.md'), 'two'),
        () => rename(join(dir, 'a.md'), join(dir, 'b.md')),
        () => rm(join(dir, 'b.md')),
      ]) {
        const before = told()
        await act()
        await news(before + 1)
        await settled()
      }
      expect(await seenFiles(dir)).toEqual([])
    })
  }
})
