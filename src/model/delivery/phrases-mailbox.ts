import type { Sayings } from './phrase.js'

/** Faults of the mailbox or the address (RFC 3463 §3.2, §3.3), in English, French, Dutch, German and some others. */
export const MAILBOX_SAYINGS: Sayings[] = [
  {
    detail: '2.2',
    cause: 'mailbox-full',
    // §3.3: "should be used as a persistent transient failure".
    usually: 4,
    order: 50,
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
      casilla llena | buzon lleno | casella piena | caixa postal cheia |
      boite mail pleine | boite mail est pleine | boite … est pleine | boite … est saturee | messagerie pleine |
      messagerie est pleine | messagerie saturee | messagerie est saturee | quota … depasse | quota … atteint |
      boite saturee | boite est saturee | limite de stockage | espace disque insuffisant | n'a plus d'espace |
      mailbox … vol | postvak … vol | postbus … vol | inbox is vol | inbox zit vol | opslagruimte is vol |
      opslagquotum | schijfruimte | quotum bereikt | quotum van de mailbox | limiet van de mailbox |
      postfach uberfullt | postfach … uberfullt | mailbox voll | speicherplatz … voll | kontingent … erschopft |
      out of storage | mailbox out of | mailboxquota | recipient quota | quota limit | no storage space |
      insufficient storage in mailbox | quotaexceeded | over its size limit | over the size limit of |
      storage full | storage is full | recipient storage | storage exceeded | storage limit | storage capacity | allowed storage |
      available storage | allotted storage | storage allotment | no free space | no space left in | no space left on … mailbox | no more space |
      not enough space | not enough room | not enough free space | insufficient space | insufficient storage space | lack of space |
      insufficient free space | out of space | ran out of space | hard limit reached | mbox full | mbox is full | mailbox overflow |
      inbox overflow | inbox full | mailbox … has reached its | reached its quota | reached their quota | reached its storage |
      reached … storage limit | over its limit | over storage | over the storage | overdrawn | account full | folder is full |
      mail store is full | mail quota | would exceed … quota | would exceed the mailbox | would exceed the storage |
      a atteint son quota | atteint sa limite | atteint la limite | atteint la taille | quota plein | hors quota | plus de place |
      plus d'espace | pas assez d'espace | pas assez de place | pas suffisamment d'espace | manque d'espace | manque de place |
      espace de stockage … epuise | espace de stockage … plein | espace … epuise | espace … sature | capacite … depassee |
      capacite maximale | capacite … atteinte | depasse la capacite | boite remplie | est remplie | messagerie … pleine |
      messagerie … saturee | limite de capacite | limite de la boite | onvoldoende ruimte | onvoldoende opslag | niet genoeg ruimte |
      niet voldoende ruimte | geen ruimte meer | opslagruimte … vol | opslag is vol | opslag … vol | opslagcapaciteit |
      is helemaal vol | zijn quotum | haar quotum | limiet bereikt | postvak vol | postbus vol | over quotum |
      speicherplatz … erschopft | speicher voll | speicher ist voll | speicher … erschopft | speicherplatz ist voll |
      nicht genug speicher | nicht genugend speicher | nicht genugend platz | kein speicherplatz | zu wenig speicher |
      kein platz mehr | speicherkontingent | hat sein kontingent | hat seine quota | hat sein limit | postfachgrosse |
      mailbox … is currently full | mailbox … too full | inbox … full | currently full | mailbox limit | mailbox is too full |
      disk space limit | has too much mail | free space in | storage allocation | storage allotted | boite … pleine | messagerie … pleine |
      ne peut plus recevoir | n'a plus assez | taille maximale de la boite | inbox … vol | mailbox … maximale grootte |
      postvak … maximale grootte | quota bereikt | quota is bereikt | mailboxlimiet | postvaklimiet | posteingang voll |
      posteingang ist voll | postfachspeicher | quota … erreicht | postfach … voll | postfach … limit`,
  },
  {
    detail: '1.6',
    cause: 'moved',
    usually: 5,
    order: 140,
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
    order: 60,
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
      casilla ha expirado | cuenta desactivada | disabled mailbox | disabled account | disabled recipient |
      recipient disabled | recipient is disabled | boite aux lettres desactivee | boite … desactivee |
      boite aux lettres est desactivee | boite mail desactivee | boite … fermee | boite … bloquee |
      compte … desactive | compte bloque | utilisateur desactive | adresse … desactivee | compte est suspendu |
      account uitgeschakeld | mailbox uitgeschakeld | mailbox is uitgeschakeld | postvak uitgeschakeld |
      postvak is uitgeschakeld | gebruiker uitgeschakeld | account is geblokkeerd | mailbox is geblokkeerd |
      mailbox is gesloten | account is gesloten | account afgesloten | adres is niet meer |
      postfach deaktiviert | postfach ist gesperrt | konto ist gesperrt | benutzer deaktiviert`,
  },
  {
    detail: '1.1',
    cause: 'user-unknown',
    usually: 5,
    order: 115,
    says: `
      recipient address rejected: access denied | bad_recipient | not a registered | user not exist | user unknown |
      unknown user | userunknown | user is unknown | user not known | unknown recipient | recipient unknown |
      unknown address | address unknown | unknown local part | unknown local user | unknown account |
      unknown mailbox | unknown email address | no such user | no such recipient | no such account |
      no such mailbox | no such address | no such person | no such local user | no such email | no such alias |
      no mailbox here by that name | no mailbox by that name | no mailbox found | no user here |
      no account by that name | no valid recipient | no recipients were found | user doesn't have a |
      doesn't have a yahoo | does not have a … account | doesn't have … account | user not found |
      recipient not found | recipnotfound | mailbox not found | account not found | address not found |
      email address not found | user does not exist | user doesn't exist | account does not exist |
      account that you tried to reach does not exist | mailbox does not exist | address does not exist |
      recipient does not exist | nonexistent user | non-existent user | not a valid mailbox | not a valid user |
      not a valid recipient | not a valid address | not a known user | not known at this site |
      not listed in domino directory | not listed in public name | not a local user | not a mailbox |
      invalid recipient | invalid user | invalid mailbox | invalid final delivery userid | invalid local part |
      mailbox name not allowed | mailbox invalid | bad destination mailbox | bad destination email | bad recipient |
      cannot find your recipient | addressee unknown | recipient no longer on server |
      address you entered couldn't be found | has no mailbox | user missing | mail receiving disabled |
      unrouteable user | unrouteable recipient | utilisateur inconnu | utilisateur inexistant |
      destinataire inconnu | destinataire inexistant | adresse inconnue | adresse inexistante | boite inconnue |
      boite aux lettres inconnue | boite aux lettres inexistante | compte inconnu | compte inexistant |
      destinataire introuvable | pas de boite aux lettres | onbekende gebruiker | gebruiker onbekend |
      onbekende ontvanger | onbekende geadresseerde | geadresseerde onbekend | onbekend adres | adres onbekend |
      adres bestaat niet | ongeldige ontvanger | unbekannter benutzer | benutzer unbekannt | unbekannter empfanger |
      empfanger unbekannt | unbekannte adresse | adresse unbekannt | unbekanntes postfach | kein solcher benutzer |
      kein postfach | ungultiger empfanger | konto existiert | usuario desconocido | utente sconosciuto |
      utilizador desconhecido | nie ma takiego uzytkownika | usuario inexistente | destinatario inexistente |
      usuario invalido | not a valid user here | badrecipientto | destinatario sconosciuto | mailbox unknown |
      recipient does not exist here | recipnotfound | recipientnotfound | recipient not exist |
      utilisateur … inconnu | destinataire … inconnu | adresse … inconnue | adresse … inexistante |
      boite … inexistante | boite aux lettres introuvable | boite … introuvable | destinataire n'existe |
      aucun utilisateur | aucune boite | gebruiker … onbekend | ontvanger onbekend | ontvanger … onbekend |
      ontvanger bestaat niet | gebruiker bestaat niet | mailbox bestaat niet | mailbox onbekend | geen mailbox |
      postvak bestaat niet | geen dergelijke gebruiker | benutzer … unbekannt | empfanger … unbekannt |
      postfach unbekannt | postfach existiert nicht | empfanger existiert nicht | user is not known |
      user not recognized | unknown recipient address | no such a user`,
  },
  // The same, in words that may also concern a domain, a sender or a rule.
  {
    detail: '1.1',
    cause: 'user-unknown',
    usually: 5,
    order: 130,
    says: `
      no valid cert | not found in directory | does not exist | doesn't exist | nonexistent | non-existent |
      not exist | is not known | not our customer | not listed in | not in my control | not on our server |
      invalid address | invalid local address | bad address | can't create user output file | no longer valid |
      no longer available | no longer exists | unable to verify recipient | could not be found | couldn't be found |
      wasn't found | was not found | cannot be found | no matches to nameserver query | does not like recipient |
      not unique | adresse invalide | n'existe pas | n'existe plus | est introuvable | est inconnu |
      n'a pas ete trouve | est inconnue | bestaat niet | niet gevonden | kan niet worden gevonden |
      kon niet worden gevonden | is niet bekend | ongeldig e-mailadres | bestaat niet meer | existiert nicht |
      nicht gefunden | ist nicht bekannt | ungultige adresse | ist unbekannt | no existe`,
  },
  // The mailbox can't be used, for no given reason.
  {
    detail: '1.1',
    cause: 'user-unknown',
    usually: 5,
    order: 220,
    isWeak: true,
    says: `
      recipient address rejected | recipient rejected | rejected recipient | recipient … rejected |
      mailbox unavailable | mailbox is unavailable | mailbox not available | user unavailable |
      recipient was unavailable | recipient unavailable | address failed | bad e-mail address |
      permanent fatal errors | address rejected | address denied | recipient denied | recipient refused | postvak niet beschikbaar | postfach nicht verfugbar |
      boite aux lettres indisponible`,
  },
]
