/** The pages can't be served at their address; the message says which, why, and what to do. */
export class ListenRefused extends Error {}

const WHY: Record<string, (host: string, port: number) => string> = {
  EADDRINUSE: (_, port) =>
    `Port ${port} is taken: another Estafette, or another program. Stop it, or set PORT.`,
  EACCES: (_, port) => `Port ${port} is for root alone. Set PORT to one above 1023, with a proxy in front.`,
  EPERM: (_, port) => `Port ${port} is not allowed to this user. Set PORT to another.`,
  EADDRNOTAVAIL: host => `HOST ${host} is no address of this machine. Set it to one that is.`,
  ENOTFOUND: host => `HOST ${host} is a name that nobody knows. Set it to an address of this machine.`,
  EAI_AGAIN: host => `HOST ${host} can't be looked up: the DNS does not answer. Set it to an address.`,
  EINVAL: host => `HOST ${host} can't be listened on. Set it to an address of this machine.`,
  EAFNOSUPPORT: host => `HOST ${host} is of a kind that this machine does not have. Set it to another.`,
}

/** The refusal for an error of `listen`; null for any other error. */
export function listenRefused(error: unknown, host: string, port: number): ListenRefused | null {
  const why = WHY[(error as NodeJS.ErrnoException).code ?? '']
  return why ? new ListenRefused(why(host, port)) : null
}
