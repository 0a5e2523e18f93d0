import { type ConfigError, configWarnings } from '../config.js'
import { type Finding, fine, wrong } from '../model/delivery/sender-finding.js'
import { examine } from '../steps/operations/doctor.js'
import type { Practice } from '../steps/operations/practice.js'
import { VERSION } from '../version.js'
import { type Answer, count, done, refused } from './answer.js'

/** Checks configuration, engines, outgoing and returning mail. Answers no when a check fails. */
export async function doctorCommand(practice: Practice): Promise<Answer> {
  const sound = fine('configuration', 'every variable is sound')
  return answerOf([versions(), sound, ...nameFindings(), ...(await examine(practice))])
}

const versions = () =>
  fine('version', `Estafette ${VERSION}, Node ${process.versions.node}, ${process.platform} ${process.arch}`)

/** Warns of names that resemble ours; other names may belong to other programs. */
function nameFindings(): Finding[] {
  const fix = 'Write the name as .env.example has it, or take it out.'
  return configWarnings().map(warning =>
    /Did you mean|did you mean|NAME=value/.test(warning)
      ? wrong('configuration-names', warning, fix)
      : fine('configuration-names', warning),
  )
}

/** Configuration problems as findings: nothing else can be checked without one. Exit status 2, as for every command. */
export function doctorOnConfig({ problems }: ConfigError): Answer {
  const faults = problems.map(problem =>
    wrong('configuration', problem, 'Correct the variable; .env.example says what it may be.'),
  )
  const answer = answerOf([...faults, ...nameFindings()])
  return { ...answer, status: 2 }
}

function answerOf(findings: Finding[]): Answer {
  const faults = findings.filter(({ ok }) => !ok)
  const lines = findings.flatMap(({ check, ok, detail, fix }) => [
    `${ok ? 'ok  ' : 'NO  '} ${check}: ${detail}`,
    ...(fix ? [`       ${fix}`] : []),
  ])
  const end = faults.length === 0 ? 'All is well.' : `${count(faults.length, 'check')} failed.`
  const text = [...lines, end].join('\n')
  return faults.length === 0 ? done(findings, text) : refused(findings, text)
}
