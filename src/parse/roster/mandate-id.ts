import type { College } from '../../model/roster/roster.js'
import { slugOf } from '../../model/updates/slug.js'

/** The id of a new mandate in the style of its commune: `jette-alderman-economy`; with the year if that was used. */
export function newMandateId(
  line: Record<string, unknown>,
  college: College,
  taken: ReadonlySet<string>,
): string {
  const [competence] = (line.competences ?? []) as string[]
  const base = [prefixOf(college), String(line.role ?? ''), line.role === 'mayor' ? '' : (competence ?? '')]
    .filter(Boolean)
    .map(slugOf)
    .join('-')
  const dated = `${base}-${String(line.since || college.today).slice(0, 4)}`
  for (let n = 0; ; n++) {
    const id = n === 0 ? base : n === 1 ? dated : `${dated}-${n}`
    if (!taken.has(id)) return id
  }
}

/** The common prefix of the commune's mandate ids, else its French name. */
function prefixOf({ nis, name, known }: College): string {
  const own = known.filter(({ commune, role, id }) => commune === nis && id.includes(`-${role}`))
  const [first] = own.map(({ id, role }) => id.slice(0, id.indexOf(`-${role}`)))
  return first || name
}
