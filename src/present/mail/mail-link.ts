/** RFC 6068: everything but "@" is encoded, so that an address can't inject a header. */
export function mailLink(email: string, subject = ''): string {
  const at = email.lastIndexOf('@')
  const address = `${encodeURIComponent(email.slice(0, at))}@${encodeURIComponent(email.slice(at + 1))}`
  const flat = encodeURIComponent(subject.replace(/[\r\n]+/g, ' '))
  return `mailto:${address}${flat ? `?subject=${flat}` : ''}`
}
