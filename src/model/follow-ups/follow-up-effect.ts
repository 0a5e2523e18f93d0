/**
 * What a result claims beside that the follow-up has ended; the claim is made true by the act, or the act is refused (decision 27).
 * told: somebody was spoken to, and nothing else; that leaves an official as unreached by mail as before.
 */
export type FollowUpEffect =
  | 'told'
  /** The roster has another address than the one that failed. */
  | 'new-address'
  /** The roster has something else than what was frozen. */
  | 'corrected'
  /** The mail goes again to the address that the roster has. */
  | 'tried-again'
  /** The mail counts as accepted. */
  | 'arrived'
  /** A mail in doubt goes again. */
  | 'asked-again'
  /** Nothing is sent to the address any more. */
  | 'stopped'
  /** The address is written to. */
  | 'written-to'
  /** The address is among the allowed recipients. */
  | 'allowed'
  /** The roster has somebody else, or an end. */
  | 'roster-changed'
  /** It is known who stands in. */
  | 'deputy-named'

/** Why a result can't be what it claims. Those of sending again are in model/delivery/send-again.ts. */
const EFFECT_REFUSALS = [
  'address-needed',
  'not-in-doubt',
  'not-arrived',
  'roster-unchanged',
  'deputy-unnamed',
  'may-not-decide',
] as const
export type EffectRefusal = (typeof EFFECT_REFUSALS)[number]
