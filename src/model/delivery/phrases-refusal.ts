import type { Sayings } from './phrase.js'

/** Faults of the message, its sender or its transfer (RFC 3463 §3.4 X.3.4, §3.6-3.8). */
export const REFUSAL_SAYINGS: Sayings[] = [
  {
    detail: '3.4',
    cause: 'too-big',
    usually: 5,
    order: 110,
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
    order: 20,
    says: `
      sender address refused | sender address denied | sender address verif | sender address has null mx |
      sender was rejected | sender refused | sender rejected | sender email address rejected | sender not accepted |
      sender callout | sender verification failed | verification failed for | callback setup failed | callback verif |
      sender is not allowed | invalid sender | bogus mail from | invalid mail from | bad return path |
      invalid return path | return path … does not exist | envelope sender | envelope from | reverse-path |
      unroutable sender | unrouteable sender | sender address does not exist | address of the sender |
      from domain is invalid | valid sender domain | purported responsible address | mail from not |
      does not accept mail from | not accept mail from your | senderfilterconfig | sender blocked | blocked sender |
      bad outbound sender | expediteur refuse | expediteur rejete | expediteur invalide | expediteur inconnu |
      emetteur invalide | emetteur refuse | afzender niet | afzender onbekend | absenderadresse abgelehnt |
      absender unbekannt | absender verweigert | not authorized to send mail from | not authorized to send email from |
      not authorized to send from | not authorized to send as | not authorised to send mail from | send on behalf |
      sender address rejected | sender verify failed | sender verification | sender address verification |
      domain of sender address | sender domain | invalid sender | sender unknown | sender rejected |
      bad sender | sender denied | your domain … does not exist | cannot resolve your | mail from … refused |
      unverified sender | adresse de l'expediteur | afzender geweigerd | afzenderadres | absenderadresse |
      absender abgelehnt |
      sender mailbox | sender's mailbox | sender's account | sending account | sending mailbox | sending user | sendasdenied |
      send as denied | disabled for sending | blocked for sending | blocked from sending | disabled from sending |
      suspended from sending | restricted from sending | unable to send mail | not allowed to send from | suspicious activity |
      activity of sender | outbound spam | from address not | from address is not | from address does | from address must |
      from address … not verified | address is not verified | verified sender | sender identity | sender not verified |
      sender not allowed | sender is blocked | sender is banned | banned sender | senders not allowed | accept mail from you |
      mail from you | authorized to send email directly | authorised to send email directly | compte d'envoi |
      compte expediteur | expediteur bloque | expediteur non autorise | verzendaccount | afzender is geblokkeerd |
      absenderkonto | absender ist gesperrt | absender gesperrt | absender nicht`,
  },
  // From the next hop: our log-in is required. From a later server: it doesn't serve the recipient's domain.
  {
    detail: '7.1',
    cause: 'relay-denied',
    usually: 5,
    order: 35,
    says: `
      that domain isn't in my list | domain isn't in my list of allowed rcpthosts |
      relay access denied | relaying denied | relay denied | relaying not allowed | relaying not permitted |
      unable to relay | cannot relay | not permitted to relay | relaying prohibited | we do not relay |
      relay not permitted | relais refuse | relayage refuse | relaying geweigerd | not allowed to relay |
      relaying is not allowed | relay is not allowed | rejected for relay | relay prohibited | relayage interdit |
      relaying verboden | relaying niet toegestaan | relaying verweigert`,
  },
  // A mailbox or group that accepts mail only from some, in the words of Exchange and others.
  {
    detail: '7.1',
    cause: 'restricted',
    usually: 5,
    order: 30,
    says: `
      resolver.rst | restricted recipient | restrictedtorecipients | only accepts | accepts mail only from |
      accepts messages only from | not authorized to send | not authorised to send | not authorized to post |
      not authorised to post | not permitted to send to | members-only list | n'accepte que |
      n'etes pas autorise a envoyer | aanvaardt enkel | accepteert alleen | nimmt nur`,
  },
  {
    detail: '7.1',
    cause: 'refused-content',
    usually: 5,
    order: 120,
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
      contenu refuse | contenu interdit | ongewenste inhoud | verdachte inhoud | contient un virus | als spam | ongewenste e-mail | inhoud geweigerd | virus gevonden |
      als spam erkannt | unerwunschte | virus gefunden`,
  },
  {
    detail: '7.1',
    cause: 'refused-policy',
    usually: 5,
    order: 40,
    says: `
      your server | your mail server | your mailserver | your domain | your network | your host | your isp |
      your email domain | your sending | your account | sender account | sending ip | sender ip | source ip |
      helo rejected | helo command rejected | ehlo rejected | ehlo command rejected | helo name |
      not allowed to send |
      votre adresse ip | votre serveur | votre domaine | uw ip | uw server | uw domein | ihre ip | ihr server |
      ihre domain | zwarte lijst | sperrliste |
      denied due to | invalid ip | banned sending ip | host network not allowed |
      blocked using | block list | blocklist | blacklist | black list | black-list | dnsbl | rbl | spamhaus |
      spamcop | sorbs | barracuda | is listed in | are listed in | was listed in | listed at | listed by | poor reputation | low reputation |
      bad reputation | reputation | senderbase | your ip | ip address … blocked | access from ip address |
      ip is blocked | client host rejected | client host … blocked | reverse dns | ptr record | dynamic ip |
      can't find your hostname | cannot find your hostname | cannot find your reverse | dial-up |
      liste noire | spf | dkim | dmarc | unauthenticated |
      ip address rejected | ip address denied | ip address refused | from this ip | from this host | from this network | from this server | traffic not accepted | unregistered domain |
      connections will not be accepted | will not accept delivery | host impersonating | dns ptr | ptr resource | ask your postmaster for help |
      rly: | rtr: | envelope blocked`,
  },
  {
    detail: '7.1',
    cause: 'refused-policy',
    usually: 5,
    order: 200,
    isWeak: true,
    says: `
      access denied |
      authentication required | not authorized | not authorised | not permitted | prohibited | policy |
      refused by | mail refused | message refused | message rejected | mail rejected | rejected by |
      was rejected | message blocked | mail blocked | was blocked | transaction failed |
      delivery not authorized | refuse | rejete | bloque | politique de securite | acces refuse |
      non autorise | geweigerd | geblokkeerd | beleid | geen toegang | niet toegestaan |
      geen toestemming | abgelehnt | abgewiesen | blockiert | gesperrt | richtlinie | zugriff verweigert |
      nicht berechtigt |
      policies | blocked | host rejected | permanently rejected |
      authentication is required | authentication first | not authenticated | must be authenticated | must authenticate |
      please authenticate | must log in | must login | must first log in | pop before smtp | check for new mail before |
      submission not allowed | trial account | forged | helo | relais nicht`,
  },
  {
    detail: '5.0',
    cause: 'protocol',
    usually: 5,
    order: 180,
    isWeak: true,
    says: `
      protocol violation |
      syntax error | command unrecognized | command not recognized | unrecognized command |
      bad sequence of commands | protocol error | command not implemented | unexpected response |
      invalid response | need mail before rcpt | need rcpt | need mail command | bad command |
      parameters not recognized | pipelining | data format error | bare lf | invalid header | malformed | syntax check | headers fail`,
  },
  // A bare refusal: it may concern any sender.
  {
    detail: '7.1',
    cause: 'refused-policy',
    usually: 5,
    order: 230,
    isWeak: true,
    says: 'rejected | denied | refused | verweigert | afgewezen | niet aanvaard | non accepte',
  },
  // The bare word, where nothing more specific was said.
  { detail: '7.1', cause: 'refused-content', usually: 5, order: 175, isWeak: true, says: 'spam' },
]
