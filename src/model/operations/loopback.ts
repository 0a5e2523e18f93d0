/** Whether a host, as a URL or a socket names it, is this machine itself: 127.0.0.0/8 or ::1 (RFC 6890), or the name for them. */
export function isLoopback(host: string): boolean {
  const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host
  return /^(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1|localhost)$/.test(bare)
}
