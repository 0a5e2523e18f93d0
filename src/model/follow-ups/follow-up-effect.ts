/**
 * What a result claims beyond the end of the follow-up. The act makes the claim true, or is refused (decision 27). told: somebody was spoken to; an
 * official stays unreached by mail.
 */
export type FollowUpEffect =
  | 'told'
  /** The roster has another address than the failed one. */
  | 'new-address'
  /** The roster differs from what was frozen. */
  | 'corrected'
  /** The mail goes again to the roster's address. */
  | 'tried-again'
  /** The mail counts as accepted. */
  | 'arrived'
  /** A mail in doubt goes again. */
  | 'asked-again'
  /** Nothing is sent to the address any more. */
  | 'stopped'
  /** The address is written to. */
  | 'written-to'
  /** The address is on the allow-list. */
  | 'allowed'
  /** The roster names another holder, or an end. */
  | 'roster-changed'
  /** The deputy is known. */
  | 'deputy-named'

/** Why a result can't claim its effect. Refusals of sending again are in model/delivery/send-again.ts. */
const EFFECT_REFUSALS = [
  'address-needed',
  'not-in-doubt',
  'not-arrived',
  'roster-unchanged',
  'deputy-unnamed',
  'may-not-decide',
] as const
export type EffectRefusal = (typeof EFFECT_REFUSALS)[number]
