import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../../src/config.js'
import { fastTests } from '../../../tools/tests/fast-tests.js'

const fast = fastTests(PROJECT_ROOT, path => readFileSync(join(PROJECT_ROOT, path), 'utf8'))

it.each(['test/model/delivery/replies.test.ts', 'test/parse/word/word-file.test.ts'])('%s is fast', path => {
  expect(fast).toContain(path)
})

it.each([
  ['opens a world', 'test/steps/sign-off/look-at.test.ts'],
  ['starts the program', 'test/launch.test.ts'],
])('one that %s is not', (_, path) => {
  expect(fast).not.toContain(path)
})
