/** An expression whose time can't be told from its shape; the reason is a clause for the developer. */
export class Unclear extends Error {}
