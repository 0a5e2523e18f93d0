/** Somebody else listens where the pages should; for the operator. */
export class PortTaken extends Error {}
