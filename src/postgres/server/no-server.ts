/** Why there is no embedded server; the message says in one or two sentences what to do. */
export class NoServer extends Error {}
