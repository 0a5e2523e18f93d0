import type { Language } from '../../model/language/language.js'
import { printable } from '../../model/problem/printable.js'
import type { ElsewhereWorded } from './elsewhere-worded.js'
import { WORD_FILES } from './texts-word.js'
import type { Wording } from './wording.js'

const NAMES: Record<Language, string> = { fr: 'Franse', nl: 'Nederlandse' }
const OTHER: Record<Language, string> = { fr: 'Nederlandse', nl: 'Franse' }
const TONGUES: Record<Language, string> = { fr: 'het Frans', nl: 'het Nederlands' }
const OTHER_TONGUES: Record<Language, string> = { fr: TONGUES.nl, nl: TONGUES.fr }
const THINGS = {
  link: 'een symbolische koppeling',
  pipe: 'een pipe',
  device: 'een apparaat',
  socket: 'een socket',
  other: 'geen bestand',
}

const q = (text: string) => `“${printable(text)}”`
const list = (words: readonly string[]) => words.join(', ')
const meant = (suggestion: string | null, otherwise: string) =>
  suggestion === null ? otherwise : `Bedoelt u ${suggestion}?`

/** For Dutch-speaking editors. Keys keep the name that they have in the file. */
export const DUTCH: Omit<Wording, ElsewhereWorded> = {
  'file-empty': () => ['Het bestand is leeg.', 'Kopieer het sjabloon en vul het in.'],
  'file-too-large': v => [
    `Het bestand is groter dan ${v.limitKiB} KiB.`,
    'Kort het in, zonder afbeeldingen of bijlagen.',
  ],
  'not-utf8': v => [`Byte ${v.byte} is geen UTF-8.`, 'Sla het bestand op als UTF-8.'],
  utf16: () => ['Het bestand is opgeslagen als UTF-16.', 'Sla het op als UTF-8.'],
  'control-character': v => [
    `Het onzichtbare teken ${v.character} is niet toegestaan.`,
    'Wis het en typ de passage opnieuw.',
  ],
  'character-lost': () => [`Hier ging een letter verloren; er staat nu ${q('\uFFFD')}.`, 'Typ ze opnieuw.'],
  'more-problems': v => [`Er volgen nog ${v.count} problemen.`, 'Los eerst de bovenstaande op.'],

  'folder-missing': () => ['De map bestaat niet.', 'Maak ze aan of verbeter het pad in de configuratie.'],
  'folder-unreadable': v => [`De map kan niet worden gelezen (${v.reason}).`, 'Geef Estafette leesrechten.'],
  'folder-too-deep': v => [`De mappen zitten meer dan ${v.limit} niveaus diep.`, 'Zet de bestanden hogerop.'],
  'file-missing': () => ['Het bestand bestaat niet.', 'Zet het hier; de README ernaast toont de vorm.'],
  'file-unreadable': v => [
    `Het bestand kan niet worden gelezen (${v.reason}).`,
    'Geef Estafette leesrechten.',
  ],
  'file-changing': () => [
    'Het bestand wordt nog geschreven.',
    'U hoeft niets te doen: het wordt straks opnieuw gelezen.',
  ],
  'not-a-file': v => [`Dit is ${THINGS[v.what]} en wordt niet geopend.`, 'Zet hier het bestand zelf.'],
  'id-conflict': v => [
    `De id ${q(v.id)} staat ook in ${v.others.map(other => printable(other, 300)).join(', ')}, met andere inhoud.`,
    'Behoud één bestand of geef een ervan een eigen id. Tot dan wordt geen enkel gebruikt.',
  ],
  'change-missing': v => [
    `Een editie bevatte al een vorige versie van “${printable(v.id)}”, en deze versie zegt niet wat er gewijzigd is.`,
    `Voeg toe: ${v.key ?? 'change'}: {fr: "…", nl: "…"} met één zin voor de lezers.`,
  ],
  'change-stale': v => [
    `“${printable(v.id)}” is opnieuw gewijzigd, maar het veld “${v.key ?? 'change'}” is dat van een eerdere editie.`,
    `Schrijf in “${v.key ?? 'change'}” wat er deze keer nieuw is, in beide talen.`,
  ],
  'id-duplicate': v => [
    `Hetzelfde bericht staat in ${printable(v.other, 300)}.`,
    'Verwijder een van beide bestanden.',
  ],

  ...WORD_FILES.nl,

  'front-matter-missing': () => [
    `Het bestand begint niet met een regel ${q('---')}.`,
    `Begin met ${q('---')}, dan de sleutels en dan opnieuw ${q('---')}.`,
  ],
  'front-matter-open': () => [
    'Het blok met sleutels is niet afgesloten.',
    `Zet een regel ${q('---')} na de laatste sleutel.`,
  ],
  'front-matter-too-large': v => [
    `Het blok met sleutels is groter dan ${v.limitKiB} KiB.`,
    'Zet lange teksten onder de titels.',
  ],
  'yaml-tab': () => ['Er staat een tab waar spaties horen.', 'Spring in met spaties.'],
  'yaml-indent': () => [
    'De regel springt verkeerd in.',
    'Laat de sleutels van een blok in dezelfde kolom beginnen.',
  ],
  'yaml-unclosed': () => [
    'Een aanhalingsteken of haakje is niet gesloten.',
    'Sluit het met hetzelfde teken: " \' ] of }.',
  ],
  'yaml-colon': () => [
    'Een dubbelpunt maakt de waarde onleesbaar.',
    'Zet de waarde tussen rechte aanhalingstekens: "…".',
  ],
  'yaml-unreadable': () => [
    `Deze regel heeft niet de vorm ${q('sleutel: waarde')}.`,
    'Vergelijk met het sjabloon en zet de waarde tussen rechte aanhalingstekens.',
  ],
  'yaml-alias': v => [
    `${q(v.found)} zou naar een andere waarde verwijzen.`,
    'Schrijf de waarde voluit of tussen rechte aanhalingstekens.',
  ],
  'yaml-tag': v => [
    `De tag ${q(v.found)} wordt niet begrepen.`,
    'Verwijder hem of zet de waarde tussen rechte aanhalingstekens.',
  ],
  'yaml-too-deep': v => [
    `De waarden zitten meer dan ${v.limit} niveaus diep.`,
    'Vergelijk met het sjabloon.',
  ],
  'key-twice': v => [`${printable(v.key)} staat er twee keer.`, 'Behoud er één.'],
  'key-unknown': v => [
    `${q(v.key)} is geen bekende sleutel.`,
    meant(v.suggestion, `Hier bekend: ${list(v.allowed)}.`),
  ],
  'key-missing': v => [`${v.key} ontbreekt.`, 'Vul dit in.'],

  'language-missing': v => [
    `${v.key} ontbreekt in ${TONGUES[v.language]}.`,
    `Voeg ${q(`${v.language}: …`)} toe.`,
  ],
  'text-expected': v => [
    `${v.key} ${q(v.found)} is geen tekst.`,
    'Schrijf één tekst, zo nodig tussen rechte aanhalingstekens.',
  ],
  'list-expected': v => [
    `${v.key} ${q(v.found)} is geen lijst.`,
    `Schrijf [${printable(v.meant ?? v.found)}].`,
  ],
  'keys-expected': v => [
    `${v.key} ${q(v.found)} heeft geen sleutels.`,
    `Schrijf {…} met ${list(v.allowed)}.`,
  ],
  'both-languages-expected': v => [
    `${v.key} ${q(v.found)} staat niet in twee talen.`,
    'Schrijf {fr: "…", nl: "…"}.',
  ],
  'text-too-long': v => [`${v.key} telt ${v.length} tekens.`, `Gebruik er hoogstens ${v.limit}.`],
  'line-break': v => [`${v.key} loopt over meer dan één regel.`, 'Schrijf alles op één regel.'],
  'pass-on-markup': v => [
    `${v.key} bevat “${v.markup}”, wat zo zou blijven staan waar de tekst gekopieerd wordt.`,
    'Schrijf zonder opmaak: geen vet, geen titels, een adres als https://….',
  ],
  'not-allowed': v => [
    `${v.key} ${q(v.found)} is niet toegestaan.`,
    `Toegestaan: ${list(v.allowed)}.${v.suggestion ? ` Bedoelt u ${v.suggestion}?` : ''}`,
  ],
  'id-wrong': v => [
    `${v.key} ${q(v.found)} is geen geldige id.`,
    `Schrijf hem met a-z, 0-9 en koppeltekens${v.suggestion ? `: ${v.suggestion}` : ', hoogstens 80'}.`,
  ],
  'date-wrong': v => [
    `${v.key} ${q(v.found)} is geen datum.`,
    v.suggestion ? `Schrijf ${v.suggestion}, als u die dag bedoelt.` : 'Schrijf JJJJ-MM-DD of DD/MM/JJJJ.',
  ],
  'time-wrong': v => [
    `${v.key} ${q(v.found)} is geen datum met uur.`,
    v.suggestion
      ? `Schrijf ${v.suggestion}, als u dat tijdstip bedoelt.`
      : 'Schrijf DD/MM/JJJJ 18u30 of JJJJ-MM-DDTuu:mm.',
  ],
  'dates-crossed': v => [
    `${v.key} ${v.found} ligt vóór ${v.other} ${v.otherFound}.`,
    'Verbeter een van beide datums.',
  ],
  'deadline-outside': v => [
    `${v.key} ${v.found} ligt ${v.found < v.otherFound ? 'vóór' : 'na'} ${v.other} ${v.otherFound}.`,
    'Controleer beide datums.',
  ],
  'number-wrong': v => [
    `${v.key} ${q(v.found)} is geen bedrag.`,
    `Schrijf ${v.suggestion ?? '4000 of 1291.69'}, zonder teken of scheiding van duizendtallen.`,
  ],
  'amount-negative': v => [`${v.key} ${v.found} is lager dan nul.`, 'Schrijf een positief bedrag.'],
  'amount-empty': v => [
    `${v.key} heeft geen min en geen max.`,
    'Vul een van beide in of verwijder de sleutel.',
  ],
  'amount-crossed': v => [
    `${v.minKey ?? 'amount.min'} ${v.min} is hoger dan ${v.maxKey ?? 'amount.max'} ${v.max}.`,
    'Verbeter een van beide bedragen.',
  ],
  'link-wrong': v => [
    `${q(v.found)} is geen link die in een mail mag staan.`,
    v.suggestion ? `Schrijf ${v.suggestion}.` : 'Schrijf https://…, mailto:… of tel:+32….',
  ],
  'email-wrong': v => [
    `${v.key} ${q(v.found)} is geen e-mailadres.`,
    `Schrijf bijvoorbeeld ${v.suggestion ?? 'naam@gemeente.example'}, zonder spaties, aanhalingstekens of accenten.`,
  ],
  'phone-wrong': v => [
    `${v.key} ${q(v.found)} is geen internationaal nummer.`,
    `Schrijf bijvoorbeeld ${v.suggestion ?? '+32 2 123 45 67'}.`,
  ],
  'postal-code-wrong': v => [`${v.key} ${q(v.found)} is geen postcode.`, 'Schrijf vier cijfers.'],
  'nis-wrong': v => [`${v.key} ${q(v.found)} is geen NIS-code.`, 'Schrijf vijf cijfers.'],
  'commune-unknown': v => [
    `${v.key} ${q(v.found)} is niet de NIS-code van een gemeente hier.`,
    'De codes staan in communes.yaml.',
  ],
  'flag-wrong': v => [`${v.key} ${q(v.found)} is geen ja of nee.`, 'Schrijf ja of nee.'],

  'text-before-heading': () => [
    'Er staat tekst vóór de eerste taal.',
    `Zet die onder ${q('# fr: …')} of ${q('# nl: …')}.`,
  ],
  'section-missing': v => [
    `De ${NAMES[v.language]} tekst ontbreekt.`,
    `Voeg ${q(`# ${v.language}: Titel`)} toe, met de tekst eronder.`,
  ],
  'section-twice': v => [
    `De ${NAMES[v.language]} tekst begint een tweede keer.`,
    `Hij begon al op regel ${v.firstLine}; voeg beide samen.`,
  ],
  'section-heading-form': v => [
    `${q(v.found)} opent de ${NAMES[v.language]} tekst niet.`,
    `Schrijf ${q(`# ${v.language}: Titel`)}.`,
  ],
  'title-missing': v => [
    `De ${NAMES[v.language]} tekst heeft geen titel.`,
    `Schrijf hem na ${q(`# ${v.language}:`)}.`,
  ],
  'summary-missing': v => [
    `De ${NAMES[v.language]} tekst heeft geen samenvatting.`,
    'Schrijf een eerste alinea onder de titel.',
  ],
  'heading-level': v => [
    `${q(v.found)} is een titel van het eerste niveau.`,
    'Gebruik ##: één # is voorbehouden voor de twee talen.',
  ],
  'image-refused': () => [
    'Een mail bevat geen afbeeldingen.',
    'Beschrijf de afbeelding of link naar de pagina die ze toont.',
  ],
  'link-reference': v => [
    `De link ${q(v.found)} staat los van zijn tekst.`,
    'Schrijf [tekst](https://…) ter plaatse.',
  ],
  'number-in-one-language': v => [
    `${q(v.found)} staat alleen in de ${NAMES[v.language]} tekst.`,
    `Controleer de ${OTHER[v.language]} tekst.`,
  ],
  'date-in-one-language': v => [
    `De datum ${q(v.found)} staat alleen in de ${NAMES[v.language]} tekst.`,
    `Controleer de ${OTHER[v.language]} tekst.`,
  ],
  'link-in-one-language': v => [
    `De link ${q(v.found)} heeft geen tegenhanger in ${OTHER_TONGUES[v.language]}.`,
    `Controleer de ${OTHER[v.language]} tekst.`,
  ],
}
