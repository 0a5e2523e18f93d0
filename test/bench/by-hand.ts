import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import nodemailer from 'nodemailer'

/** What the mail holds: written by the bench beside the raw bytes of one real mail. */
export type Sample = { raw: string; subject: string; html: string; text: string; attachments: Attachment[] }
export type Attachment = { filename: string; contentType: string; content: string }

const PLACE = '{{salutation}}'

/**
 * `by-hand.ts ready|composing PORT MAILS SAMPLE CONNECTIONS`: what a script without Estafette does, with nodemailer's pool. `ready` sends
 * the same ready-made bytes to everybody; `composing` gives html, text and attachments, and nodemailer makes a mail of them each time.
 * No ledger, no queue, no record of who got it. Waits for a line on stdin; says "done" at the end.
 */
async function main([how, port, mails, file, connections]: string[]) {
  const sample = JSON.parse(readFileSync(file as string, 'utf8')) as Sample
  const transport = nodemailer.createTransport({
    pool: true,
    host: '127.0.0.1',
    port: Number(port),
    ignoreTLS: true,
    maxConnections: Number(connections),
    maxMessages: 500,
  })
  const mailTo = (index: number) => {
    const to = `c21001-alderman-${index}@c21001.example`
    if (how === 'ready') return { envelope: { from: 'estafette@agence.example', to }, raw: sample.raw }
    const salutation = `Madame l’Échevine n° ${index},`
    return {
      from: { name: 'Estafette', address: 'estafette@agence.example' },
      to: { name: `Échevinat n° ${index}`, address: to },
      replyTo: { name: 'Point de contact', address: 'contact@agence.example' },
      subject: sample.subject,
      html: sample.html.replaceAll(PLACE, salutation),
      text: sample.text.replaceAll(PLACE, salutation),
      attachments: sample.attachments,
      textEncoding: 'quoted-printable' as const,
    }
  }
  process.stdout.write('ready\n')
  await new Promise(resolve => createInterface(process.stdin).once('line', resolve))
  // So many at a time as there are connections, as somebody does who minds the memory.
  let next = 0
  const one = async () => {
    while (next < Number(mails)) await transport.sendMail(mailTo(next++))
  }
  await Promise.all(Array.from({ length: Number(connections) }, one))
  process.stdout.write('done\n')
  await new Promise(resolve => createInterface(process.stdin).once('line', resolve))
  transport.close()
  process.exit(0)
}

await main(process.argv.slice(2))
