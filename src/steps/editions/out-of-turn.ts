import { editionOf } from '../../model/calendar/calendar.js'
import { nextOutOfTurn } from '../../postgres/delivery/out-of-turn.js'
import type { Context } from '../context.js'

/** The name of the next flash of this week. */
export const nextFlash = ({ engine, clock, config }: Context) =>
  nextOutOfTurn(engine.db, editionOf(clock(), config.timeZone), 'flash')

/** The name of the next erratum of the week of `corrects`. */
export const nextErratum = ({ engine }: Context, corrects: string) =>
  nextOutOfTurn(engine.db, corrects.replace(/-(flash|erratum)-\d+$/, ''), 'erratum')
