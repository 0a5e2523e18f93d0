import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../../src/config.js'
import { migrationNames } from '../../../src/postgres/server/migrations.js'

describe('the migrations', () => {
  it('are all files of their folder, under their names', () => {
    const files = readdirSync(join(PROJECT_ROOT, 'src/postgres/migrations'))
    expect(files.length).toBeGreaterThan(0)
    expect(migrationNames()).toEqual(files.map(file => file.replace(/\.ts$/, '')).sort())
  })
})
