import type { AppOptions } from '../app.js'
import { checkInput } from '../steps/updates/check-input.js'
import {
  type Answer,
  count,
  done,
  problemLines,
  problemsJson,
  refused,
  warningLines,
  warningsJson,
} from './answer.js'

/** Validates updates and recipients. */
export async function checkCommand(options: AppOptions): Promise<Answer> {
  const { updates, recipients, communes, problems, warnings } = await checkInput(options)
  const json = {
    updates,
    recipients,
    communes,
    problems: problemsJson(problems),
    warnings: warningsJson(warnings),
  }
  const found = `${count(updates, 'update')}, ${count(recipients, 'recipient')}, ${count(communes, 'commune')}: ${count(problems.length, 'problem')}.`
  const lines = [...(problems.length > 0 ? [problemLines(problems)] : []), ...warningLines(warnings), found]
  return problems.length > 0 ? refused(json, lines.join('\n')) : done(json, lines.join('\n'))
}
