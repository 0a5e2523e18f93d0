import type { Sayings } from './saying.js'

/** What is wrong with the mailbox or the address (RFC 3463 §3.2, §3.3). English, French, Dutch, German, and some others. */
export const MAILBOX_SAYINGS: Sayings[] = [
  {
    detail: '2.2',
    cause: 'mailbox-full',
    // §3.3: "should be used as a persistent transient failure".
    usually: 4,
    order: 1,
    says: `
      mailbox is full | mailbox full | mail box full | mailbox … is full | inbox is full | full mailbox |
      mailfolder is full | maildir is full | mail folder is full | user is over quota | over quota |
      overquota | over its quota | over their quota | quota exceeded | quota exceed |
      quota has been exceeded | exceeded … quota | exceeds … quota | exceeded storage allocation |
      exceeded mailbox size | over the maximum allowed mailbox size | exceeded his quota |
      quota usage exceeded | quota violation | disk quota | diskspace quota | out of disk space |
      not enough storage space | insufficient disk space | not have enough space |
      no space left for this user | storage quota | mailbox quota | mailbox has exceeded | mailbox exceeded |
      mailbox for … is full | mailbox size limit exceeded | account is full |
      user has too many messages on the server | too much mail data | mailbox over limit |
      recipient reached disk quota | exceeding its mailbox quota | storage space exceeded | mailboxfull |
      account that you tried to reach is over | has exceeded the limit | mailbox is out of space |
      user mailbox exceeds allowed size | space limit exceeded | no room in mailbox | maximum mailbox size |
      boite aux lettres est pleine | boite aux lettres pleine | boite pleine |
      boite de reception est pleine | boite aux lettres … est pleine | quota depasse | depasse son quota |
      depassement de quota | espace de stockage insuffisant | boite mail saturee |
      boite aux lettres saturee | quota de la boite | mailbox is vol | postvak is vol | postvak … is vol |
      postbus is vol | brievenbus is vol | mailbox vol | quotum overschreden | opslaglimiet overschreden |
      quota overschreden | mailbox zit vol | postfach ist voll | postfach … ist voll | mailbox ist voll |
      speicherplatz erschopft | postfach voll | quota uberschritten | speicherlimit … uberschritten |
      kontingent uberschritten | postfach ist uberfullt | espacio en casilla de mail agotado |
      casilla llena | buzon lleno | casella piena | caixa postal cheia`,
  },
  {
    detail: '1.6',
    cause: 'moved',
    usually: 5,
    order: 12,
    says: `
      user has moved | has moved to | no longer at this address | address has changed | recipient has moved |
      new email address is | has left the company | no longer works | no longer with | user not local |
      a change d'adresse | a demenage | nouvelle adresse est | ne travaille plus | is verhuisd |
      nieuw adres is | werkt niet meer bij | ist umgezogen | adresse hat sich geandert`,
  },
  {
    detail: '2.1',
    cause: 'mailbox-disabled',
    usually: 5,
    order: 2,
    says: `
      not an active address |
      account is disabled | account disabled | account has been disabled | mailbox disabled |
      mailbox is disabled | disabled or discontinued | account is inactive | account inactive |
      mailbox is inactive | user inactive | inactive user | account is not active | not active |
      mailbox currently suspended | is suspended | account suspended | has been suspended | account expired |
      account has expired | account is locked | account is frozen | mailbox is frozen |
      account that you tried to reach is disabled | is deactivated | has been deactivated |
      deactivated mailbox | mailbox deactivated | user is disabled | user disabled |
      user account is disabled | account … temporarily disabled | discontinued | account closed | is closed |
      has been blocked by the administrator of the recipient | mailbox blocked | user suspended |
      recipient suspended | no longer in use | no longer in service | address no longer accepts mail |
      not accepting messages | not accepting mail | not accept any mail | no longer accepts mail |
      no longer accepting | recipient inactive | mailbox is not active | mailbox temporarily disabled |
      compte est desactive | compte desactive | compte suspendu | compte inactif | boite desactivee |
      adresse desactivee | compte a ete supprime | compte ferme | n'est plus utilisee |
      n'est plus en service | account is uitgeschakeld | is gedeactiveerd | niet meer actief |
      niet langer actief | niet meer in gebruik | konto ist deaktiviert | konto deaktiviert |
      postfach ist deaktiviert | postfach gesperrt | konto gesperrt | nicht mehr aktiv |
      casilla ha expirado | cuenta desactivada`,
  },
  {
    detail: '1.1',
    cause: 'user-unknown',
    usually: 5,
    order: 11,
    says: `
      recipient address rejected: access denied | bad_recipient | not a registered | user not exist |
      user unknown | unknown user | userunknown | user is unknown | user not known | unknown recipient |
      recipient unknown | unknown address | address unknown | unknown local part | unknown local user |
      unknown account | unknown mailbox | unknown email address | no such user | no such recipient |
      no such account | no such mailbox | no such address | no such person | no such local user |
      no such email | no such alias | no mailbox here by that name | no mailbox by that name |
      no mailbox found | no user here | no account by that name | no valid recipient | no valid cert |
      no recipients were found | user doesn't have a | doesn't have a yahoo | does not have a … account |
      doesn't have … account | user not found | recipient not found | recipnotfound | mailbox not found |
      account not found | address not found | email address not found | not found in directory |
      user does not exist | user doesn't exist | account does not exist |
      account that you tried to reach does not exist | mailbox does not exist | address does not exist |
      recipient does not exist | does not exist | doesn't exist | nonexistent user | non-existent user |
      nonexistent | non-existent | not exist | not a valid mailbox | not a valid user |
      not a valid recipient | not a valid address | not a known user | not known at this site |
      is not known | not our customer | not listed in | not listed in domino directory |
      not listed in public name | isn't in my list of | not in my control | not on our server |
      not a local user | not a mailbox | invalid recipient | invalid user | invalid mailbox |
      invalid address | invalid final delivery userid | invalid local part | invalid local address |
      mailbox name not allowed | mailbox invalid | bad destination mailbox | bad destination email |
      bad recipient | bad address | can't create user output file | cannot find your recipient |
      addressee unknown | recipient no longer on server | no longer valid | no longer available |
      no longer exists | unable to verify recipient | could not be found | couldn't be found | wasn't found |
      was not found | cannot be found | address you entered couldn't be found | has no mailbox |
      no matches to nameserver query | user missing | mail receiving disabled | does not like recipient |
      not unique | unrouteable user | unrouteable recipient | utilisateur inconnu | utilisateur inexistant |
      destinataire inconnu | destinataire inexistant | adresse inconnue | adresse invalide |
      adresse inexistante | boite inconnue | boite aux lettres inconnue | boite aux lettres inexistante |
      compte inconnu | compte inexistant | n'existe pas | n'existe plus | est introuvable |
      destinataire introuvable | pas de boite aux lettres | est inconnu | n'a pas ete trouve | est inconnue |
      onbekende gebruiker | gebruiker onbekend | onbekende ontvanger | onbekende geadresseerde |
      geadresseerde onbekend | onbekend adres | adres onbekend | adres bestaat niet | bestaat niet |
      niet gevonden | kan niet worden gevonden | kon niet worden gevonden | is niet bekend |
      ongeldig e-mailadres | ongeldige ontvanger | bestaat niet meer | unbekannter benutzer |
      benutzer unbekannt | unbekannter empfanger | empfanger unbekannt | unbekannte adresse |
      adresse unbekannt | existiert nicht | nicht gefunden | ist nicht bekannt | unbekanntes postfach |
      kein solcher benutzer | kein postfach | ungultige adresse | ungultiger empfanger | ist unbekannt |
      konto existiert | no existe | usuario desconocido | utente sconosciuto | utilizador desconhecido |
      nie ma takiego uzytkownika | usuario inexistente | destinatario inexistente | usuario invalido | not a valid user here | destinatario sconosciuto`,
  },
  // Says that the mailbox can't be used, but not why.
  {
    detail: '1.1',
    cause: 'user-unknown',
    usually: 5,
    order: 20,
    says: `
      recipient address rejected | recipient rejected | rejected recipient | recipient … rejected |
      mailbox unavailable | mailbox is unavailable | mailbox not available | user unavailable |
      recipient was unavailable | recipient unavailable | address failed | bad e-mail address |
      permanent fatal errors | postvak niet beschikbaar | postfach nicht verfugbar |
      boite aux lettres indisponible`,
  },
]
