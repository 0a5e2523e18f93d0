import type { Sayings } from './phrase.js'

/** Faults of the route: names, hosts, queues, loops (RFC 3463 §3.4, §3.5). */
export const ROUTE_SAYINGS: Sayings[] = [
  {
    detail: '4.6',
    cause: 'loop',
    usually: 5,
    order: 70,
    says: `
      too many hops | hop count exceeded | maximum hop count | mail loop | loops back to myself |
      mail loops back | routing loop | forwarding loop | loop detected | message is looping |
      mail is looping | too many received | loops back | boucle de messagerie | boucle detectee |
      mailschleife | mail-lus | delivered-to … already`,
  },
  {
    detail: '1.2',
    cause: 'bad-domain',
    usually: 5,
    order: 80,
    says: `
      no smtp service |
      unrouteable mail domain | bad destination system | domain does not exist | domain doesn't exist |
      domain name does not exist | domain not found | no such domain |
      unknown domain | invalid domain | domain unknown | nonexistent domain | non-existent domain |
      domaine inconnu | domaine inexistant | onbekend domein | domein bestaat niet | domein niet gevonden |
      unbekannte domain | domane existiert nicht | domain existiert nicht | domain couldn't be found |
      domain … couldn't be found | domain … could not be found | domain is not hosted here | nullmx |
      null mx | domain … does not accept mail | domain has no mail exchangers |
      domain … doesn't accept mail`,
  },
  {
    detail: '4.4',
    cause: 'bad-domain',
    usually: 5,
    order: 90,
    says: `
      host unknown | unknown host | host not found | host or name service error |
      unrouteable address | unroutable address | name or service not known |
      name server: host | couldn't find any host | can't find any host | cannot find any host |
      no route to host named | dns error | dns lookup fail | mx lookup failed | dns name does not exist |
      unable to resolve | could not resolve | unresolvable | no mx record | no mx or a records |
      no mail exchanger | no mx for | all relevant mx records point to non-existent |
      lowest numbered mx record points to local host | cannot resolve | nxdomain | host is not reachable |
      server for … not found | dns server returned | hote inconnu | hote introuvable | serveur introuvable |
      onbekende host | host niet gevonden | server niet gevonden | unbekannter host | host nicht gefunden |
      rechner unbekannt | unable to route | not able to route | illegal host | no a record`,
  },
  {
    detail: '4.7',
    cause: 'expired',
    usually: 4,
    order: 150,
    says: `
      after multiple retries | could not deliver for | delivery failed … attempts |
      retry timeout exceeded | retry time not reached | message expired | delivery expired |
      delivery time expired | deliveryexpired | queue.expired | expired, message | message has expired |
      time limit exceeded | could not be delivered for | could not be delivered within |
      couldn't be delivered within | retries exhausted | not able to deliver … within |
      unable to deliver this message after | been in the queue too long | been in queue too long |
      undelivered after | maximum retry | too many delivery attempts | maximum time in queue |
      unable to deliver … in the last | expire | giving up after | still undelivered | retry period |
      a expire | delai de remise | delai expire | delai d'acheminement | verlopen | bezorgtermijn |
      zustellzeit | abgelaufen | zeituberschreitung bei der zustellung | max. retries | attempts to deliver`,
  },
  {
    detail: '4.1',
    cause: 'host-unreachable',
    usually: 4,
    order: 160,
    says: `
      connection timed out | connection refused | connection reset | connection dropped |
      connection was dropped | connection lost | lost connection | connect to | could not connect |
      couldn't connect | cannot connect | can't connect | unable to connect | unable to establish |
      no answer from host | no route to host | no response from | network is unreachable |
      network unreachable | host unreachable | operation timed out | timed out | timeout |
      could not initiate smtp conversation | did not accept our requests to connect |
      remote host said: timeout | deferred: connection | not responding | server isn't responding |
      wasn't able to establish an smtp connection | host is down | all hosts have been failing |
      remote server is not | socket error | bad connection | connexion refusee | delai de connexion |
      ne repond pas | impossible de se connecter | hote injoignable | verbinding geweigerd |
      geen verbinding | reageert niet | verbinding verbroken | kan geen verbinding | verbindung abgelehnt |
      keine verbindung | antwortet nicht | zeituberschreitung | verbindung verweigert`,
  },
  // Too much mail from the sender or its relay. Comes before a full mailbox: a quota may be the sender's.
  {
    detail: '4.5',
    cause: 'too-many',
    usually: 4,
    order: 10,
    says: `
      rate limit | rate-limit | ratelimit | rate has been limited | rate exceeded | exceeded the rate | exceeded … rate |
      throttl | too fast | too quickly | slow down | slowing down | slow it down | unusual rate | unexpected volume |
      receiving mail at a rate | submission rate | sending rate | too much mail from | too many messages from |
      too many recipients from | exceeded permitted limits | tenant has exceeded | exceeded its daily limit |
      exceeded … per hour | messages per hour | mails per hour | messages per minute | per hour message receive limit |
      hourly limit | hourly quota | recipient thread limit | thread limit exceeded | concurrent connections |
      sending quota | sender quota | submission quota | outgoing quota | message quota | daily … quota |
      daily … limit exceeded | sending limit | daily limit | too many emails | too many mails sent |
      trop de messages | trop rapidement | debit trop eleve | limite d'envoi | quota d'envoi | limite de debit |
      te veel berichten | te snel | verzendlimiet | verzendquotum | zu viele nachrichten | zu schnell | sendelimit |
      too many mails | trop d'envois | te veel mails | te veel e-mails | zu viele mails | zu viele e-mails |
      thread limit | send limit | sends limit | unusual sending | credits exceeded | credit limit | monthly limit | monthly … limit |
      monthly … quota | outgoing limit | outgoing message limit | too many errors from your | too many requests |
      sender over quota | sender is over quota`,
  },
  {
    detail: '4.5',
    cause: 'too-many',
    usually: 4,
    order: 170,
    says: `
      frequency limited |
      too many connections | too many concurrent | too many messages | too many recipients | rate limit |
      receiving mail at a rate | receiving mail too quickly | sending rate | throttl | too many errors |
      system load | server busy | server too busy | mail server is busy | too much traffic |
      maximum connections | connection limit | exceeded the rate | exceeded … rate | try again later … too |
      connection rate | too much load | too many sessions | rate-limited | ratelimit | trop de connexions |
      te veel verbindingen | zu viele verbindungen | daily … limit exceeded | sending limit | message limit`,
  },
  {
    detail: '7.1',
    cause: 'greylisted',
    usually: 4,
    order: 15,
    says: `
      liste grise | grijze lijst | graue liste |
      greylist | graylist | grey-list | gray-list | grey listing | liste grise | postgrey | grey listed`,
  },
  // A temporary fault of a mailbox or look-up; comes before the same words for a permanent one.
  {
    detail: '3.0',
    cause: 'system-failure',
    usually: 4,
    order: 45,
    says: `
      temporarily disabled | temporarily locked | temporarily suspended | temporarily inactive | temporarily deactivated |
      temporarily closed | temporarily frozen | temporarily blocked for | account temporarily | account is temporarily |
      mailbox currently | mailbox is currently unavailable | mailbox temporarily | mailbox is temporarily | recipient temporarily | recipient is temporarily | user temporarily |
      user is temporarily | address temporarily | address is temporarily | temporary disabled | temporarily not available |
      temporarily not accepting | mailbox is locked | mailbox is busy | mailbox busy | mailbox in use | mailbox … being moved | mailbox … moved, try | mailbox … migrated |
      being migrated | under maintenance | maintenance in progress | recipient lookup | directory lookup | user lookup |
      address lookup failed | ldap server | ldap error | ldap lookup | ldap failure | ldap timeout | directory server | directory service |
      directory is unavailable | directory unavailable | verify recipient at this time | verify … at this time, | dns temporary | temporary dns |
      temporairement desactive | temporairement suspendu | temporairement bloque | temporairement ferme |
      temporairement indisponible | temporairement inaccessible | momentanement | est temporairement | en maintenance |
      tijdelijk uitgeschakeld | tijdelijk geblokkeerd | tijdelijk gesloten | tijdelijk niet | tijdelijk buiten | in onderhoud |
      vorubergehend deaktiviert | vorubergehend gesperrt | vorubergehend geschlossen | vorubergehend nicht |
      zeitweise nicht | zeitweilig nicht | wartungsarbeiten`,
  },
  // The bare request; words beside it and a specific code outweigh it.
  {
    detail: '3.0',
    cause: 'system-failure',
    usually: 4,
    order: 172,
    isWeak: true,
    says: `
      try again later | try again in | try later | try back later | again later | retry later | retry in | please retry | please try again |
      come back later | try after | at this time | at the moment | temporarily | temporary | reessayez plus tard | reessayer plus tard | reessayez | reessayer |
      ressayez | veuillez retenter | ulterieurement | temporairement | temporaire | later opnieuw | probeer … later | probeer het opnieuw |
      probeer opnieuw | tijdelijk | tijdelijke | spater erneut | spater noch | erneut versuchen | versuchen sie es | vorubergehend |
      dans quelques minutes | dans quelques heures | straks opnieuw | message deferred | delivery deferred | serveur sature | server overbelast | server uberlastet`,
  },
  {
    detail: '3.0',
    cause: 'system-failure',
    usually: 4,
    order: 190,
    isWeak: true,
    says: `
      service currently unavailable |
      system config error | mail system configuration error | local error in processing |
      service unavailable | service not available | service temporarily unavailable | temporary failure |
      temporarily unavailable | temporary lookup failure | internal error | internal server error |
      input/output error | insufficient system | insufficient storage | local configuration error |
      resources temporarily | mail server temporarily rejected | local delivery failed | unable to open |
      can't open mailbox | cannot open mailbox | procmail | permission denied | service indisponible |
      erreur interne | dienst niet beschikbaar | tijdelijk niet beschikbaar | interne fout |
      dienst nicht verfugbar | vorubergehend nicht | interner fehler | configuration error |
      unexpected error | error writing | i/o error | not accepting network messages |
      database error | not enough resources | no space left on device | disk full | out of memory`,
  },
]
