import { z } from 'zod'
import { IsoDate } from '../calendar/iso-date.js'
import { forEach, type Language } from '../language/language.js'
import { asks, orElse, orNull } from '../problem/asks.js'
import { inEach, Line } from '../problem/line.js'
import { OptionalPhone } from '../staff/phone-number.js'

const Nis = asks(z.string(), text => (/^\d{5}$/.test(text) ? null : { problem: 'nis-wrong', values: {} }))
const PostalCode = asks(z.string(), text =>
  /^[1-9]\d{3}$/.test(text) ? null : { problem: 'postal-code-wrong', values: {} },
)

/** An entry of communes.yaml, with the keys that it has there: the name in each of these languages among them. */
export const communeEntry = (languages: readonly Language[]) =>
  z.strictObject({
    nis: Nis,
    ...forEach(languages, () => Line),
    ...(languages.includes('fr') ? { de_fr: Line } : {}),
    postal_codes: z.array(PostalCode),
    spoc: Line,
    deputy: orNull(Line),
    phone: OptionalPhone,
    agreement: orElse(
      z.strictObject({
        signed: orNull(IsoDate),
        themes: orElse(z.array(Line), []),
        priorities: orElse(z.array(inEach(languages, Line)), []),
      }),
      { signed: null, themes: [], priorities: [] },
    ),
  })
