/** RFC 6068: all but the "@" is encoded, so that an address can carry no header of its own. */
export function mailLink(email: string, subject = ''): string {
  const at = email.lastIndexOf('@')
  const address = `${encodeURIComponent(email.slice(0, at))}@${encodeURIComponent(email.slice(at + 1))}`
  const flat = encodeURIComponent(subject.replace(/[\r\n]+/g, ' '))
  return `mailto:${address}${flat ? `?subject=${flat}` : ''}`
}
