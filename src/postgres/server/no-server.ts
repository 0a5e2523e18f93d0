/** Why there is no embedded server here; its message is one sentence or two that say what to do. */
export class NoServer extends Error {}
