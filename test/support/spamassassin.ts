import { execFileSync, spawnSync } from 'node:child_process'

/** Is SpamAssassin here? Under CI=true it must be. */
export function hasSpamAssassin(): boolean {
  if (spawnSync('spamassassin', ['--version']).status === 0) return true
  if (process.env.CI === 'true') throw new Error('spamassassin is missing, and CI=true wants it')
  process.stderr.write('No spamassassin here: the tests that ask it are left out.\n')
  return false
}

/** What the rules of the package say of a mail, with no network and nothing learnt: points, and which rules gave them. */
export function spamScore(mail: Buffer): { score: number; rules: string[] } {
  const answer = execFileSync('spamassassin', ['--local', '--test-mode', '--cf', 'use_bayes 0'], {
    input: mail,
    maxBuffer: 1 << 26,
    stdio: ['pipe', 'pipe', 'ignore'],
  }).toString()
  const status = /^X-Spam-Status: [\s\S]*?(?=^\S)/m.exec(answer)?.[0] ?? ''
  const rules = [...answer.matchAll(/^ *(-?\d+\.\d) +([A-Z][A-Z0-9_]+) +/gm)].map(
    ([, points, rule]) => `${points} ${rule}`,
  )
  const score = /score=(-?\d+\.\d)/.exec(status)?.[1]
  if (score === undefined) throw new Error(`spamassassin gives no score: ${answer.slice(0, 500)}`)
  return { score: Number(score), rules }
}
