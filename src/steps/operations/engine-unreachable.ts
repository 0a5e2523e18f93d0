/** An engine that Estafette needs does not answer; the message says which, why, and what to do. */
export class EngineUnreachable extends Error {}
