import type { Context } from '../context.js'
import { addRemark } from './add-remark.js'

type Written = { update: string; text: string }

/** Keeps an approver's remarks on an edition's updates without a decision; resolves to those that were refused. */
export async function sendRemarks(
  context: Context,
  edition: string,
  by: string,
  remarks: readonly Written[],
): Promise<Written[]> {
  const refused: Written[] = []
  for (const { update, text } of remarks) {
    const added = await addRemark(context, { update, by, text, edition })
    if (added.kind === 'refused') refused.push({ update, text })
  }
  return refused
}
