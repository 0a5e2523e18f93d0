/** Questions to the DNS. An unknown name gives an empty list; an unreachable server throws. */
export type Lookup = {
  /** Each TXT record with its strings joined (RFC 7208 §3.3). */
  txt: (name: string) => Promise<string[]>
  mx: (name: string) => Promise<{ exchange: string; priority: number }[]>
  addresses: (name: string) => Promise<string[]>
}

/** The tags of a record such as `v=DMARC1; p=none`; names in lower case. */
export function tagsOf(record: string): Map<string, string> {
  return new Map(
    record.split(';').flatMap(part => {
      const at = part.indexOf('=')
      return at < 0 ? [] : [[part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()] as const]
    }),
  )
}
