import { execFileSync } from 'node:child_process'
import { describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../src/config.js'

describe('a command whose reader stops reading', () => {
  it('ends as usual, without a stack', () => {
    const command = `node src/launch.js check --json | true; echo "status \${PIPESTATUS[0]}"`
    const said = execFileSync('bash', ['-c', `{ ${command}; } 2>&1`], {
      cwd: PROJECT_ROOT,
      encoding: 'utf8',
      env: { ...process.env, DATA_DIR: '/nonexistent/estafette', UPDATES_DIR: 'examples/2020-W18' },
    })
    expect(said.trim()).toMatch(/^status [01]$/)
  })
})
