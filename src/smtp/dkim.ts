import { readFileSync } from 'node:fs'
import DKIM from 'nodemailer/lib/dkim'

export type DkimKey = { domain: string; selector: string; privateKey: string }

/** Reads a PEM private key; throws when the file can't be read or holds none. */
export function readDkimKey(domain: string, selector: string, file: string): DkimKey {
  const privateKey = readFileSync(file, 'utf8')
  if (!privateKey.includes('PRIVATE KEY')) throw new Error(`${file} holds no PEM private key`)
  return { domain, selector, privateKey }
}

/** The mail with its DKIM-Signature (RFC 6376) in front. Signed before it is handed over, so that the gate stays last before the dot. */
export async function signed(mail: Buffer, { domain, selector, privateKey }: DkimKey): Promise<Buffer> {
  const chunks: Buffer[] = []
  const signing = new DKIM({ domainName: domain, keySelector: selector, privateKey }).sign(mail)
  for await (const chunk of signing) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
