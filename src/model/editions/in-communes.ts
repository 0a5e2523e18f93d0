import { type Addressee, type Audience, byRecipient, excluded, oneFor, stoodFor } from './audience.js'

/**
 * The audience of a flash for some communes. All others, vacant mandates too, are excluded as not concerned. Of a person's mandates only those in
 * these communes count.
 */
export function inCommunes(audience: Audience, communes: readonly string[]): Audience {
  const concerned = (one: Pick<Addressee, 'commune'>) => communes.includes(one.commune)
  const kept = audience.addressees.map(one => {
    const offices = linesOf(one)
    const here = offices.filter(concerned)
    return {
      addressee: here.length === 0 ? null : here.length === offices.length ? one : oneFor(here),
      elsewhere: offices.filter(office => !concerned(office)),
    }
  })
  const addressees = kept.flatMap(({ addressee }) => addressee ?? []).sort((a, b) => (a.id < b.id ? -1 : 1))
  return {
    candidates: audience.candidates,
    addressees,
    exclusions: byRecipient([
      ...audience.exclusions
        .filter(({ reason }) => reason !== 'same-person')
        .map(one => (concerned(one) ? one : { ...one, reason: 'not-concerned' as const })),
      ...kept.flatMap(({ elsewhere }) => elsewhere.map(one => excluded(one, 'not-concerned'))),
      ...addressees.flatMap(stoodFor),
    ]),
  }
}

/** An addressee's mandates, each as if it were the only one. */
function linesOf({ also = [], ...own }: Addressee): Omit<Addressee, 'also'>[] {
  const { name, email } = own
  return [own, ...also.map(office => ({ ...office, name, email }))]
}
