/** Whether a host of a URL or socket is this machine: 127.0.0.0/8, ::1 (RFC 6890), or their name. */
export function isLoopback(host: string): boolean {
  const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host
  return /^(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1|localhost)$/.test(bare)
}
