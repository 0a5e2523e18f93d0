import type { Mutant } from './mutant.js'

/** Guards of what came back. */
export const RETURNED_MUTANTS: Mutant[] = [
  {
    guard: 'nothing of ours answers an automatic mail',
    file: 'src/steps/staff/staff.ts',
    cuts: [['if (neverTold.some(', 'if ([].some(']],
    test: 'test/steps/returned-mail/returned-notices.test.ts',
    named: 'is not told to the author of a mail that no machine may answer',
  },
  {
    guard: 'a mail without return path is never answered',
    file: 'src/parse/returned-mail/answerable.ts',
    cuts: [["return !has('return-path', /^<\\s{0,5}>$/)", 'return true']],
    test: 'test/parse/returned-mail/answerable.test.ts',
    named: 'without return path is never answered',
  },
  {
    guard: 'a staff mail’s bounce is believed by its HMAC',
    file: 'src/steps/returned-mail/returned-notices.ts',
    cuts: [['sent.filter(isNamed)', 'sent']],
    test: 'test/steps/returned-mail/returned-notices.test.ts',
    named: 'is none when the Message-ID is not one of ours',
  },
  {
    guard: 'own words are never cut away unseen',
    file: 'src/parse/returned-mail/own-text.ts',
    cuts: [['shown: tidy(lines)', "shown: ''"]],
    test: 'test/parse/returned-mail/returned-cases.test.ts',
    named: 'forward-without-words-fr',
  },
  {
    guard: 'our foot decides no topic',
    file: 'src/parse/returned-mail/own-text.ts',
    cuts: [['withoutTrailers(withoutOurEdition(piece, ours))', 'withoutTrailers(piece)']],
    test: 'test/parse/returned-mail/returned-cases.test.ts',
    named: 'of our-edition is read as it is: foot-wrapped-fr',
  },
]
