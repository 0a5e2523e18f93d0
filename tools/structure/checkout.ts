import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PROJECT_ROOT } from '../../src/config.js'

const ARCHIVE_BYTES_AT_MOST = 256 * 1024 * 1024

/** Calls `use` with a temporary folder of a commit's folders. Throws git's error when there are none. */
export function withCommit<T>(commit: string, folders: string[], use: (root: string) => T): T {
  const root = mkdtempSync(join(tmpdir(), 'structure-'))
  try {
    const archive = run('git', ['-C', PROJECT_ROOT, 'archive', commit, ...folders])
    run('tar', ['x', '-C', root], archive)
    return use(root)
  } finally {
    rmSync(root, { recursive: true })
  }
}

function run(command: string, args: string[], input?: Buffer): Buffer {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    input,
    maxBuffer: ARCHIVE_BYTES_AT_MOST,
  })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`)
  return stdout
}
