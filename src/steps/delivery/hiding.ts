import type { Config } from '../../config.js'

/** Removes secrets from foreign words: all those of the configuration, and the password of any URL. */
export function hiding(config: Config | null): (text: string) => string {
  const hidden = config ? secretsOf(config) : []
  return text =>
    hidden
      .reduce((clean, one) => clean.replaceAll(one, '[secret]'), text)
      .replace(
        /\b([a-z][a-z0-9+.-]{0,20}:\/\/[^\s:/@]{0,200}):(?!PASSWORD@)[^\s/@]{1,500}@/gi,
        '$1:[secret]@',
      )
}

function secretsOf({ databaseUrl, databaseOwnerUrl, redisUrl, smtp, imap, secret }: Config): string[] {
  const urls = [databaseUrl, databaseOwnerUrl, redisUrl].flatMap(one => (one ? [one.reveal()] : []))
  const passwords = urls.flatMap(url => [new URL(url).password, decodeURIComponent(new URL(url).password)])
  return [
    ...urls,
    ...passwords,
    smtp?.auth?.pass.reveal() ?? '',
    imap?.auth.pass.reveal() ?? '',
    secret.reveal(),
  ].filter(text => text.length > 3)
}
