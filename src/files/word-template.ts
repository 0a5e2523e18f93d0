import { strToU8, zipSync } from 'fflate'
import type { Language } from '../model/language.js'
import { TEMPLATE_ID, WORD_TEMPLATE } from '../model/update/template-texts.js'

/** A row of the table: key, value, and what to write there in French and in Dutch. */
type FieldRow = readonly [key: string, value: string, french: string, dutch: string]

const FIELDS: readonly FieldRow[] = [
  [
    'id',
    TEMPLATE_ID,
    'Nom stable : a-z, 0-9 et « - ». Ne change plus jamais.',
    'Vaste naam: a-z, 0-9 en “-”. Verandert nooit meer.',
  ],
  [
    'kind',
    'measure',
    'measure (mesure), support (aide), event (événement), practice (bonne pratique), notice (avis)',
    'measure (maatregel), support (steun), event (evenement), practice (goede praktijk), notice (kennisgeving)',
  ],
  [
    'topic',
    'economy',
    'economy, horeca, employment, self-employed, finance, energy, health, public-space, events, culture, social, mobility, taxes, exchange',
    'dezelfde lijst; de uitleg staat in README.md',
  ],
  [
    'level',
    'region',
    'municipality (commune), region (Région), community (Communauté), federal (fédéral), europe (Europe)',
    'municipality (gemeente), region (Gewest), community (Gemeenschap), federal (federaal), europe (Europa)',
  ],
  [
    'authority.fr',
    '',
    'Facultatif, comme tout ce qui suit. Qui décide ou exécute.',
    'Facultatief, zoals alles hieronder. Wie beslist of uitvoert.',
  ],
  ['authority.nl', '', 'La même chose en néerlandais.', 'Hetzelfde in het Nederlands.'],
  ['urgency', '', 'urgent, normal (par défaut) ou info', 'urgent, normal (standaard) of info'],
  [
    'from',
    '',
    'En vigueur à partir du : année-mois-jour, AAAA-MM-JJ',
    'Van kracht vanaf: jaar-maand-dag, JJJJ-MM-DD',
  ],
  ['until', '', 'En vigueur jusqu’au (ce jour compris) : AAAA-MM-JJ', 'Van kracht tot en met: JJJJ-MM-DD'],
  [
    'deadline',
    '',
    'Dernier jour pour introduire une demande : AAAA-MM-JJ',
    'Laatste dag om een aanvraag in te dienen: JJJJ-MM-DD',
  ],
  [
    'amount.min',
    '',
    'Montant minimal en euros, sans point de milliers.',
    'Minimumbedrag in euro, zonder punt voor de duizendtallen.',
  ],
  [
    'amount.max',
    '',
    'Montant, ou montant maximal : 4000 ou 1291.69',
    'Bedrag, of maximumbedrag: 4000 of 1291.69',
  ],
  ['amount.per.fr', '', 'Par quoi : « par entreprise »', 'Waarvoor, in het Frans.'],
  ['amount.per.nl', '', 'Par quoi, en néerlandais.', 'Waarvoor: “per onderneming”'],
  [
    'concerns.roles',
    '',
    'Concerne d’abord : mayor, alderman. Chacun reçoit tout.',
    'Gaat in de eerste plaats aan: mayor, alderman. Iedereen krijgt alles.',
  ],
  [
    'concerns.competences',
    '',
    'Compétences, séparées par une virgule : economy, health',
    'Bevoegdheden, gescheiden door een komma: economy, health',
  ],
  [
    'concerns.communes',
    '',
    'Codes INS, séparés par une virgule : 21001, 21015',
    'NIS-codes, gescheiden door een komma: 21001, 21015',
  ],
  ['links.fr', '', 'Lien, page française : https://…, mailto:… ou tel:…', 'Link, Franse pagina.'],
  [
    'links.nl',
    '',
    'Lien, page néerlandaise. Pour un autre lien, copiez ces quatre lignes.',
    'Link, Nederlandse pagina. Voor nog een link kopieert u deze vier rijen.',
  ],
  ['links.label.fr', '', 'Le texte du lien : « Demande »', 'De tekst van de link, in het Frans.'],
  ['links.label.nl', '', 'Le texte du lien, en néerlandais.', 'De tekst van de link: “Aanvraag”'],
  [
    'event.start',
    '',
    'Pour un événement : AAAA-MM-JJT14:00, heure de Bruxelles',
    'Voor een evenement: JJJJ-MM-DDT14:00, Brusselse tijd',
  ],
  ['event.end', '', 'Fin : AAAA-MM-JJT15:30', 'Einde: JJJJ-MM-DDT15:30'],
  ['event.place.fr', '', 'Lieu', 'Plaats, in het Frans'],
  ['event.place.nl', '', 'Lieu, en néerlandais', 'Plaats'],
  ['event.url', '', 'Adresse web de l’événement', 'Webadres van het evenement'],
  [
    'change.fr',
    '',
    'Ce qui change, en une phrase ; obligatoire dès qu’une édition a paru avec cette information.',
    'Wat er verandert, in het Frans.',
  ],
  [
    'change.nl',
    '',
    'Ce qui change, en néerlandais.',
    'Wat er verandert, in één zin; verplicht zodra dit bericht in een editie heeft gestaan.',
  ],
  [
    'status',
    '',
    'in-force (par défaut), ou withdrawn pour retirer l’information',
    'in-force (standaard), of withdrawn om het bericht in te trekken',
  ],
]

const NAMESPACES =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml'

/** The Word file that editors copy and fill in: a table for the fields, and one heading per language. */
export function wordTemplate(): Uint8Array {
  return packWordFile(`${fieldTable()}${sectionOf('fr', 'fr-BE')}${sectionOf('nl', 'nl-BE')}`)
}

/** A `.docx` with this body (ECMA-376-2, Open Packaging Conventions): always the same bytes for the same body. */
export function packWordFile(body: string, links: Record<string, string> = {}): Uint8Array {
  const section =
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
  const parts: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${WORD}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="${WORD}.styles+xml"/><Override PartName="/word/numbering.xml" ContentType="${WORD}.numbering+xml"/></Types>`,
    '_rels/.rels': relations(relation('rId1', 'officeDocument', 'word/document.xml')),
    'word/document.xml': `<w:document ${NAMESPACES}><w:body>${body}${section}</w:body></w:document>`,
    'word/styles.xml': STYLES,
    'word/numbering.xml': NUMBERING,
    'word/_rels/document.xml.rels': relations(
      relation('rId1', 'styles', 'styles.xml') +
        relation('rId2', 'numbering', 'numbering.xml') +
        Object.entries(links)
          .map(([id, target]) => relation(id, 'hyperlink', target, ' TargetMode="External"'))
          .join(''),
    ),
  }
  const files = Object.entries(parts).map(([name, text]) => [name, strToU8(HEAD + text)])
  return zipSync(Object.fromEntries(files), { mtime: new Date(1980, 0, 1, 12) })
}

const relations = (inner: string) =>
  `<Relationships xmlns="${PACKAGE}/relationships">${inner}</Relationships>`
const relation = (id: string, type: string, target: string, mode = '') =>
  `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${escapeXml(target)}"${mode}/>`

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

type Tongue = 'fr-BE' | 'nl-BE' | null

/** French puts a space that does not break before double punctuation and inside guillemets. */
const spaced = (text: string) => text.replace(/ ([:;!?»])/g, '\u00a0$1').replace(/« /g, '«\u00a0')

function run(text: string, properties = '', tongue: Tongue = null): string {
  const language = tongue ? `<w:lang w:val="${tongue}"/>` : ''
  return `<w:r><w:rPr>${properties}${language}</w:rPr><w:t xml:space="preserve">${escapeXml(tongue === 'fr-BE' ? spaced(text) : text)}</w:t></w:r>`
}

function paragraph(inner: string, properties = ''): string {
  return `<w:p>${properties ? `<w:pPr>${properties}</w:pPr>` : ''}${inner}</w:p>`
}

function fieldTable(): string {
  const widths = [2100, 3100, 4438]
  const cell = (index: number, inner: string, shade = '') =>
    `<w:tc><w:tcPr><w:tcW w:w="${widths[index]}" w:type="dxa"/>${shade}</w:tcPr>${inner}</w:tc>`
  const hint = '<w:color w:val="595959"/><w:sz w:val="17"/>'
  const shade = '<w:shd w:val="clear" w:color="auto" w:fill="E7ECF2"/>'
  const titles = ['Champ / Veld', 'Valeur / Waarde', 'Explication / Uitleg']
  const head = titles.map((title, index) => cell(index, paragraph(run(title, '<w:b/>')), shade)).join('')
  const rows = FIELDS.map(([key, value, french, dutch]) => {
    const explanation = paragraph(run(french, hint, 'fr-BE')) + paragraph(run(dutch, hint, 'nl-BE'))
    const texts = [
      paragraph(run(key, '<w:b/><w:noProof/>')),
      paragraph(value ? run(value, '<w:noProof/>') : ''),
      explanation,
    ]
    return `<w:tr><w:trPr><w:cantSplit/></w:trPr>${texts.map((text, index) => cell(index, text)).join('')}</w:tr>`
  })
  const grid = widths.map(width => `<w:gridCol w:w="${width}"/>`).join('')
  return `<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>${grid}</w:tblGrid><w:tr><w:trPr><w:tblHeader/></w:trPr>${head}</w:tr>${rows.join('')}</w:tbl>`
}

const HEADING = '<w:pStyle w:val="Heading1"/>'
const BULLET = '<w:pStyle w:val="ListBullet"/>'

/** The heading of a language and its texts; of Markdown, these know bold and bullets only. */
function sectionOf(language: Language, tongue: Tongue): string {
  const { title, summary, body } = WORD_TEMPLATE[language]
  const lines = [summary, ...body.split('\n').filter(Boolean)]
  return [
    paragraph(run(`${language}: ${title}`, '', tongue), HEADING),
    ...lines.map(line =>
      paragraph(runsOf(line.replace(/^- /, ''), tongue), line.startsWith('- ') ? BULLET : ''),
    ),
  ].join('')
}

function runsOf(line: string, tongue: Tongue): string {
  return line
    .split('**')
    .map((text, index) => run(text, index % 2 === 1 ? '<w:b/>' : '', tongue))
    .join('')
}

/** Word shows `heading 1` under the name of its own language: Titre 1, Kop 1. */
const heading = (level: number, size: number) =>
  `<w:style w:type="paragraph" w:styleId="Heading${level}"><w:name w:val="heading ${level}"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="360" w:after="80"/><w:outlineLvl w:val="${level - 1}"/></w:pPr><w:rPr><w:b/><w:color w:val="1F3864"/><w:sz w:val="${size}"/></w:rPr></w:style>`

const BORDERS = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV']
  .map(side => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="8EA0B5"/>`)
  .join('')

const STYLES = `<w:styles ${NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="22"/><w:lang w:val="fr-BE"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>${heading(1, 32)}${heading(2, 26)}${heading(3, 24)}<w:style w:type="paragraph" w:styleId="ListBullet"><w:name w:val="List Bullet"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:contextualSpacing/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="ListNumber"><w:name w:val="List Number"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr><w:contextualSpacing/></w:pPr></w:style><w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style><w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:pPr><w:spacing w:after="40"/></w:pPr><w:tblPr><w:tblBorders>${BORDERS}</w:tblBorders></w:tblPr></w:style></w:styles>`

const level = (index: number, format: string, text: string) =>
  `<w:lvl w:ilvl="${index}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="${(index + 1) * 425}" w:hanging="283"/></w:pPr></w:lvl>`
const levels = (format: string, text: (index: number) => string) =>
  [0, 1, 2].map(index => level(index, format, text(index))).join('')

const NUMBERING = `<w:numbering ${NAMESPACES}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>${levels('bullet', () => '•')}</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="hybridMultilevel"/>${levels('decimal', index => `%${index + 1}.`)}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>`
