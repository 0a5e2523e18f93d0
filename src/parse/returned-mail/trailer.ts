import { fold } from '../../model/delivery/phrase.js'

/** Beginnings of lines that mail programs, phones and virus scanners add below a text; folded. */
const TRAILERS = [
  ...[
    'envoye de mon ',
    'envoye depuis ',
    'envoye a partir de ',
    'envoye avec ',
    'envoye par mon ',
    'envoye via ',
  ],
  ...[
    'telecharger outlook',
    'telechargez outlook',
    'obtenir outlook',
    'obtenez outlook',
    'provenance : courrier',
  ],
  ...['provenance: courrier', 'garanti sans virus', 'sans virus', "l'absence de virus dans ce courrier"],
  ...[
    'verzonden vanaf ',
    'verzonden vanuit ',
    'verstuurd vanaf ',
    'verstuurd met ',
    'verzonden met ',
    'verzonden via ',
  ],
  ...[
    'outlook voor ',
    'download outlook',
    'virusvrij',
    'gesendet von ',
    'von meinem ',
    'gesendet mit ',
    'outlook fur ',
  ],
  ...[
    'virenfrei',
    'sent from my ',
    'sent from mail for ',
    'sent from outlook',
    'sent from yahoo',
    'sent from proton',
  ],
  ...[
    'sent with ',
    'sent via ',
    'sent using ',
    'get outlook for ',
    'virus-free',
    'inviato da ',
    'inviato dal mio ',
  ],
  ...[
    "envoye de l'app",
    "envoye a l'aide d",
    'ce message a ete envoye de',
    'dit bericht is verzonden v',
    'diese nachricht wurde von mein',
    'diese nachricht wurde mit ',
    'this message was sent from my ',
  ],
  ...['enviado desde mi ', 'enviado do meu ', 'scarica outlook', 'sendt fra ', 'skickat fran ', 'from my '],
]
/** Longer lines, and questions, are the author's. */
const LONGEST = 90

/** Whether a program added the line below a text. */
export function isTrailer(line: string): boolean {
  const bare = line
    .slice(0, 600)
    .replace(/<[^<>]{0,400}>|\[[^[\]]{0,400}\]|https?:\S+/g, '')
    .trim()
  if (bare.length > LONGEST || bare.includes('?')) return false
  const said = fold(bare).replace(/^[-*\s]+/, '')
  return TRAILERS.some(phrase => said.startsWith(phrase))
}
