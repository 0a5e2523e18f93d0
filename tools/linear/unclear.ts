/** An expression whose time nobody can tell from its shape; the reason is a clause for the developer. */
export class Unclear extends Error {}
