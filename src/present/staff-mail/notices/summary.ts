import { ownName } from '../../mail/own-name.js'
import { sayCount } from '../../mail/wording.js'
import { type DigestValues, spocDigest } from './digest.js'
import type { Maker, Makers, Speaker } from './speaker.js'
import { barsOf, boardOf, type SummaryValues } from './summary-board.js'

/** What comes of an edition, told to those who follow it up. */
export type CoverageNotices = { 'spoc-digest': DigestValues; 'heads-summary': SummaryValues }

const headsSummary: Maker<SummaryValues> = (values, speaker) => {
  const { edition, communes, followUps, spocs, link } = values
  const { language, text, moment } = speaker
  const reached = communes.filter(({ states }) => states.at(-1) === 'reached').length
  return {
    subject: text('subject', { edition, reached, total: communes.length }),
    title: text('title', { edition }),
    paragraphs: [
      text('what', { sent: moment(values.sentAt) }),
      ...(values.isSettled ? [] : [text('under-way')]),
    ],
    facts: factsOf(values, speaker),
    board: boardOf(values, speaker),
    bars: barsOf(followUps.byAge, speaker),
    tables: [
      {
        title: text('spocs'),
        head: [text('spoc'), text('open'), text('contact')],
        rows: spocs.map(({ name, phone, email, open, overdue }) => [
          ownName(name, language),
          text('open-line', { open, late: overdue }),
          `${phone} · ${email}`,
        ]),
        none: text('spocs-none'),
      },
    ],
    button: { text: text('button'), href: link },
  }
}

function factsOf(values: SummaryValues, speaker: Speaker) {
  const { candidates, addressees, exclusions, accepted, accountedFor, communes, times, answers } = values
  const { open, inHand, overdue } = values.followUps
  const { text } = speaker
  const fact = (name: string, value: string) => ({ name: text(name), value })
  return [
    fact('accounted', text('of', { n: accountedFor, total: communes.length })),
    fact('audience', text('audience-line', { candidates, addressees, exclusions })),
    fact('accepted', text('of', { n: accepted, total: addressees })),
    ...(times
      ? [
          fact(
            'times',
            text('times-line', {
              median: duration(times.median, speaker),
              p90: duration(times.p90, speaker),
            }),
          ),
        ]
      : []),
    fact('answers', text('answers-line', answers)),
    fact('follow-ups', text('follow-ups-line', { open, hand: inHand, late: overdue })),
  ]
}

/** "40 secondes", "12 minuten", "3 heures": one unit says enough. */
function duration(seconds: number, { strings, language }: Speaker): string {
  const [unit, n] =
    seconds < 120
      ? ['seconds', seconds]
      : seconds < 7200
        ? ['minutes', Math.round(seconds / 60)]
        : ['hours', Math.round(seconds / 3600)]
  return sayCount(strings, `notices.heads-summary.${unit}`, n as number, language)
}

export const coverageNotices: Makers<CoverageNotices> = {
  'spoc-digest': spocDigest,
  'heads-summary': headsSummary,
}
