import type { Sayings } from './saying.js'

/** What is wrong with the message, its sender, or the way it was sent (RFC 3463 §3.4 X.3.4, §3.6-3.8). */
export const REFUSAL_SAYINGS: Sayings[] = [
  {
    detail: '3.4',
    cause: 'too-big',
    usually: 5,
    order: 7,
    says: `
      class=size |
      message too big | message too large | message is too big | message is too large |
      message size exceeds | message size exceeded | exceeds fixed maximum | exceeds maximum message size |
      exceeds size limit | exceeded maximum message | size limit exceeded | maximum message size |
      message length exceeds | message exceeded max | too big for system |
      larger than the current system limit | larger than the size limit | exceeds the maximum |
      exceeded the maximum size | message file too big | mail too large | mail is too big |
      max message size | message exceeds | size exceeds | data size exceeds | attachment too large |
      message too long | too large to be | file too big | sizelimit | trop volumineux | message trop gros |
      taille maximale | depasse la taille | taille du message | bericht is te groot | te groot bericht |
      maximale grootte | bericht te groot | groter dan de limiet | nachricht ist zu gross |
      nachricht zu gross | maximale grosse | ubersteigt die | nachrichtengrosse | demasiado grande`,
  },
  {
    detail: '1.8',
    cause: 'refused-sender',
    usually: 5,
    order: 8,
    says: `
      sender address rejected | sender verify failed | sender verification | sender address verification |
      domain of sender address | sender domain | invalid sender | sender unknown | sender rejected |
      bad sender | sender denied | your domain … does not exist | cannot resolve your | mail from … refused |
      unverified sender | adresse de l'expediteur | afzender geweigerd | afzenderadres | absenderadresse |
      absender abgelehnt`,
  },
  {
    detail: '7.1',
    cause: 'refused-content',
    usually: 5,
    order: 10,
    says: `
      message filtered | mcspamsignature |
      looks like spam | as spam | is spam | be spam | spam message | spam mail | spam content |
      spam detected | spam score | spam filter | spam rejected | spam not accepted | spam-like | anti-spam |
      antispam | spamassassin | spam blocked | suspected spam | likely spam | probable spam | unsolicited |
      bulk email | bulk e-mail | junk mail | message content rejected | content rejected |
      rejected due to content | prohibited content | content filter | contains a virus | contained a virus |
      virus detected | virus found | infected | malware | phishing | illegal attachment | banned attachment |
      attachment … not allowed | file type not allowed | dangerous attachment |
      blocked for security reasons | blacklisted url | uribl | surbl | administrative prohibition |
      bounceheader | considere comme spam | comme indesirable | courrier indesirable | pourriel |
      contenu refuse | contient un virus | als spam | ongewenste e-mail | inhoud geweigerd | virus gevonden |
      als spam erkannt | unerwunschte | virus gefunden`,
  },
  {
    detail: '7.1',
    cause: 'refused-policy',
    usually: 5,
    order: 9,
    says: `
      denied due to | invalid ip | banned sending ip | host network not allowed |
      blocked using | block list | blocklist | blacklist | black list | black-list | dnsbl | rbl | spamhaus |
      spamcop | sorbs | barracuda | is listed in | are listed in | was listed in | listed at | listed by | poor reputation | low reputation |
      bad reputation | reputation | senderbase | your ip | ip address … blocked | access from ip address |
      ip is blocked | client host rejected | client host … blocked | reverse dns | ptr record | dynamic ip |
      can't find your hostname | cannot find your hostname | cannot find your reverse | dial-up |
      liste noire | spf | dkim | dmarc | unauthenticated | zwarte lijst`,
  },
  {
    detail: '7.1',
    cause: 'refused-policy',
    usually: 5,
    order: 18,
    says: `
      access denied | relay access denied | relaying denied | relay denied | relaying not allowed |
      relaying not permitted | unable to relay | cannot relay | not permitted to relay |
      relaying prohibited | we do not relay | relay not permitted | sorry, that domain isn't in my list |
      authentication required | not authorized | not authorised | not permitted | prohibited | policy |
      refused by | mail refused | message refused | message rejected | mail rejected | rejected by |
      was rejected | message blocked | mail blocked | was blocked | transaction failed |
      delivery not authorized | refuse | rejete | bloque | politique de securite | acces refuse |
      relais refuse | non autorise | geweigerd | geblokkeerd | beleid | geen toegang | niet toegestaan |
      geen toestemming | abgelehnt | abgewiesen | blockiert | gesperrt | richtlinie | zugriff verweigert |
      nicht berechtigt`,
  },
  {
    detail: '5.0',
    cause: 'protocol',
    usually: 5,
    order: 16,
    says: `
      protocol violation |
      syntax error | command unrecognized | command not recognized | unrecognized command |
      bad sequence of commands | protocol error | command not implemented | unexpected response |
      invalid response | need mail before rcpt | need rcpt | need mail command | bad command |
      parameters not recognized | pipelining | data format error | bare lf | invalid header | malformed`,
  },
  // The bare word, when nothing more particular was said.
  { detail: '7.1', cause: 'refused-content', usually: 5, order: 15, says: 'spam' },
]
