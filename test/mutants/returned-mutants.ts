import type { Mutant } from './mutant.js'

/** Guards of what came back. */
export const RETURNED_MUTANTS: Mutant[] = [
  {
    guard: 'nothing of ours answers an automatic mail',
    file: 'src/app/because-of-mail.ts',
    cuts: [['if (!isForbidden) return notify(notice)', 'if (notice) return notify(notice)']],
    test: 'test/app/returned-notices.test.ts',
    named: 'is not told to the author of a mail that no machine may answer',
  },
  {
    guard: 'a mail without return path is never answered',
    file: 'src/model/report/answerable.ts',
    cuts: [["return !has('return-path', /^<\\s{0,5}>$/)", 'return true']],
    test: 'test/model/report/answerable.test.ts',
    named: 'without return path is never answered',
  },
  {
    guard: 'a staff mail’s bounce is believed by its HMAC',
    file: 'src/app/returned-notices.ts',
    cuts: [['sent.filter(isNamed)', 'sent']],
    test: 'test/app/returned-notices.test.ts',
    named: 'is none when the Message-ID is not one of ours',
  },
  {
    guard: 'own words are never cut away unseen',
    file: 'src/model/report/own-text.ts',
    cuts: [['shown: tidy(lines)', "shown: ''"]],
    test: 'test/model/report/returned-cases.test.ts',
    named: 'forward-without-words-fr',
  },
  {
    guard: 'our foot decides no topic',
    file: 'src/model/report/own-text.ts',
    cuts: [['withoutTrailers(withoutOurEdition(piece, ours))', 'withoutTrailers(piece)']],
    test: 'test/model/report/returned-cases.test.ts',
    named: 'of our-edition is read as it is: foot-wrapped-fr',
  },
]
