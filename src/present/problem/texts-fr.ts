import type { Language } from '../../model/language/language.js'
import { printable } from '../../model/problem/printable.js'
import type { ElsewhereWorded } from './elsewhere-worded.js'
import { WORD_FILES } from './texts-word.js'
import type { Wording } from './wording.js'

const NAMES: Record<Language, string> = { fr: 'français', nl: 'néerlandais' }
const OTHER: Record<Language, string> = { fr: 'néerlandais', nl: 'français' }
const THINGS = {
  link: 'un lien symbolique',
  pipe: 'un tube nommé',
  device: 'un périphérique',
  socket: 'un socket',
  other: 'autre chose qu’un fichier',
}

/** No-break spaces inside guillemets and before double punctuation. */
const q = (text: string) => `«\u00a0${printable(text)}\u00a0»`
const list = (words: readonly string[]) => words.join(', ')
const meant = (suggestion: string | null, otherwise: string) =>
  suggestion === null ? otherwise : `Vouliez-vous dire ${suggestion}\u00a0?`

/** For French-speaking editors. Keys keep the name that they have in the file. */
export const FRENCH: Omit<Wording, ElsewhereWorded> = {
  'file-empty': () => ['Le fichier est vide.', 'Copiez le modèle et complétez-le.'],
  'file-too-large': v => [
    `Le fichier dépasse ${v.limitKiB}\u00a0Kio.`,
    'Raccourcissez-le, sans images ni annexes.',
  ],
  'not-utf8': v => [`L’octet ${v.byte} n’est pas de l’UTF-8.`, 'Enregistrez le fichier en UTF-8.'],
  utf16: () => ['Le fichier est enregistré en UTF-16.', 'Enregistrez-le en UTF-8.'],
  'control-character': v => [
    `Le caractère invisible ${v.character} n’est pas admis.`,
    'Effacez-le et retapez le passage.',
  ],
  'character-lost': () => [`Une lettre s’est perdue ici et s’affiche ${q('\uFFFD')}.`, 'Retapez-la.'],
  'more-problems': v => [`${v.count} autres problèmes suivent.`, 'Corrigez d’abord ceux qui précèdent.'],

  'folder-missing': () => [
    'Le dossier n’existe pas.',
    'Créez-le ou corrigez son chemin dans la configuration.',
  ],
  'folder-unreadable': v => [
    `Le dossier est illisible (${v.reason}).`,
    'Donnez à Estafette le droit de le lire.',
  ],
  'folder-too-deep': v => [
    `Les dossiers s’emboîtent sur plus de ${v.limit} niveaux.`,
    'Remontez les fichiers.',
  ],
  'file-missing': () => [
    'Le fichier n’existe pas.',
    'Placez-le ici\u00a0; le README voisin en montre la forme.',
  ],
  'file-unreadable': v => [
    `Le fichier est illisible (${v.reason}).`,
    'Donnez à Estafette le droit de le lire.',
  ],
  'file-changing': () => [
    'Le fichier est en cours d’écriture.',
    'Rien à faire\u00a0: il sera relu au prochain passage.',
  ],
  'not-a-file': v => [`Ceci est ${THINGS[v.what]} et n’est pas ouvert.`, 'Placez ici le fichier lui-même.'],
  'id-conflict': v => [
    `L’id ${q(v.id)} figure aussi dans ${v.others.map(other => printable(other, 300)).join(', ')}, avec un autre contenu.`,
    'Gardez un seul fichier ou donnez à l’un d’eux un id propre. D’ici là, aucun n’est utilisé.',
  ],
  'change-missing': v => [
    `Une édition a déjà repris une version antérieure de « ${printable(v.id)} », et celle-ci ne dit pas ce qui a changé.`,
    `Ajoutez : ${v.key ?? 'change'}: {fr: "…", nl: "…"} avec une phrase pour les lecteurs.`,
  ],
  'change-stale': v => [
    `« ${printable(v.id)} » a encore changé, mais son champ « ${v.key ?? 'change'} » est celui qu’une édition a déjà repris.`,
    `Écrivez dans « ${v.key ?? 'change'} » ce qui est nouveau cette fois, dans les deux langues.`,
  ],
  'id-duplicate': v => [
    `La même information figure dans ${printable(v.other, 300)}.`,
    'Supprimez l’un des deux fichiers.',
  ],

  ...WORD_FILES.fr,

  'front-matter-missing': () => [
    `Le fichier ne commence pas par une ligne ${q('---')}.`,
    `Commencez par ${q('---')}, puis les clés, puis de nouveau ${q('---')}.`,
  ],
  'front-matter-open': () => [
    'Le bloc des clés n’est pas fermé.',
    `Ajoutez une ligne ${q('---')} après la dernière clé.`,
  ],
  'front-matter-too-large': v => [
    `Le bloc des clés dépasse ${v.limitKiB}\u00a0Kio.`,
    'Placez les longs textes sous les titres.',
  ],
  'yaml-tab': () => ['Une tabulation remplace ici des espaces.', 'Mettez des espaces en début de ligne.'],
  'yaml-indent': () => [
    'Le retrait de la ligne est incorrect.',
    'Alignez les clés d’un même bloc sur la même colonne.',
  ],
  'yaml-unclosed': () => [
    'Un guillemet ou un crochet n’est pas fermé.',
    'Fermez-le par le même signe\u00a0: " \' ] ou }.',
  ],
  'yaml-colon': () => [
    'Un deux-points rend la valeur illisible.',
    'Mettez la valeur entre guillemets droits\u00a0: "…".',
  ],
  'yaml-unreadable': () => [
    `Cette ligne n’a pas la forme ${q('clé: valeur')}.`,
    'Comparez-la au modèle et mettez la valeur entre guillemets droits.',
  ],
  'yaml-alias': v => [
    `${q(v.found)} renverrait à une autre valeur.`,
    'Écrivez la valeur en entier ou entre guillemets droits.',
  ],
  'yaml-tag': v => [
    `L’étiquette ${q(v.found)} n’est pas comprise.`,
    'Supprimez-la ou mettez la valeur entre guillemets droits.',
  ],
  'yaml-too-deep': v => [
    `Les valeurs s’emboîtent sur plus de ${v.limit} niveaux.`,
    'Comparez avec le modèle.',
  ],
  'key-twice': v => [`${printable(v.key)} figure deux fois.`, 'N’en gardez qu’un.'],
  'key-unknown': v => [
    `${q(v.key)} n’est pas une clé connue.`,
    meant(v.suggestion, `Clés connues ici\u00a0: ${list(v.allowed)}.`),
  ],
  'key-missing': v => [`${v.key} manque.`, 'Complétez.'],

  'language-missing': v => [`${v.key} manque en ${NAMES[v.language]}.`, `Ajoutez ${q(`${v.language}: …`)}.`],
  'text-expected': v => [
    `${v.key} ${q(v.found)} n’est pas un texte.`,
    'Écrivez un seul texte, au besoin entre guillemets droits.',
  ],
  'list-expected': v => [
    `${v.key} ${q(v.found)} n’est pas une liste.`,
    `Écrivez [${printable(v.meant ?? v.found)}].`,
  ],
  'keys-expected': v => [`${v.key} ${q(v.found)} n’a pas de clés.`, `Écrivez {…} avec ${list(v.allowed)}.`],
  'both-languages-expected': v => [
    `${v.key} ${q(v.found)} n’est pas dans les deux langues.`,
    'Écrivez {fr: "…", nl: "…"}.',
  ],
  'text-too-long': v => [`${v.key} compte ${v.length} caractères.`, `Limitez-vous à ${v.limit}.`],
  'line-break': v => [`${v.key} s’étend sur plusieurs lignes.`, 'Écrivez tout sur une ligne.'],
  'pass-on-markup': v => [
    `${v.key} contient « ${v.markup} », qui resterait tel quel là où le texte est copié.`,
    'Écrivez sans mise en forme : ni gras, ni titres, une adresse sous la forme https://….',
  ],
  'not-allowed': v => [
    `${v.key} ${q(v.found)} n’est pas admis.`,
    `Valeurs admises\u00a0: ${list(v.allowed)}.${v.suggestion ? ` Vouliez-vous dire ${v.suggestion}\u00a0?` : ''}`,
  ],
  'id-wrong': v => [
    `${v.key} ${q(v.found)} n’est pas un identifiant.`,
    `Écrivez-le avec a-z, 0-9 et des traits d’union${v.suggestion ? `\u00a0: ${v.suggestion}` : ', 80 au plus'}.`,
  ],
  'date-wrong': v => [
    `${v.key} ${q(v.found)} n’est pas une date.`,
    v.suggestion ? `Écrivez ${v.suggestion}, si c’est ce jour.` : 'Écrivez AAAA-MM-JJ ou JJ/MM/AAAA.',
  ],
  'time-wrong': v => [
    `${v.key} ${q(v.found)} n’est pas une date avec heure.`,
    v.suggestion
      ? `Écrivez ${v.suggestion}, si c’est ce moment.`
      : 'Écrivez JJ/MM/AAAA 18h30 ou AAAA-MM-JJThh:mm.',
  ],
  'dates-crossed': v => [
    `${v.key} ${v.found} précède ${v.other} ${v.otherFound}.`,
    'Corrigez l’une des deux dates.',
  ],
  'deadline-outside': v => [
    `${v.key} ${v.found} ${v.found < v.otherFound ? 'précède' : 'suit'} ${v.other} ${v.otherFound}.`,
    'Vérifiez les deux dates.',
  ],
  'number-wrong': v => [
    `${v.key} ${q(v.found)} n’est pas un montant.`,
    `Écrivez ${v.suggestion ?? '4000 ou 1291.69'}, sans signe ni séparateur de milliers.`,
  ],
  'amount-negative': v => [`${v.key} ${v.found} est inférieur à zéro.`, 'Écrivez un montant positif.'],
  'amount-empty': v => [`${v.key} n’a ni min ni max.`, 'Indiquez l’un des deux ou supprimez la clé.'],
  'amount-crossed': v => [
    `${v.minKey ?? 'amount.min'} ${v.min} dépasse ${v.maxKey ?? 'amount.max'} ${v.max}.`,
    'Corrigez l’un des deux montants.',
  ],
  'link-wrong': v => [
    `${q(v.found)} n’est pas un lien admis dans un courriel.`,
    v.suggestion ? `Écrivez ${v.suggestion}.` : 'Écrivez https://…, mailto:… ou tel:+32….',
  ],
  'email-wrong': v => [
    `${v.key} ${q(v.found)} n’est pas une adresse électronique.`,
    `Écrivez par exemple ${v.suggestion ?? 'nom@commune.example'}, sans espace, guillemet ni accent.`,
  ],
  'phone-wrong': v => [
    `${v.key} ${q(v.found)} n’est pas un numéro international.`,
    `Écrivez par exemple ${v.suggestion ?? '+32 2 123 45 67'}.`,
  ],
  'postal-code-wrong': v => [`${v.key} ${q(v.found)} n’est pas un code postal.`, 'Écrivez quatre chiffres.'],
  'nis-wrong': v => [`${v.key} ${q(v.found)} n’est pas un code INS.`, 'Écrivez cinq chiffres.'],
  'commune-unknown': v => [
    `${v.key} ${q(v.found)} n’est le code INS d’aucune commune d’ici.`,
    'Les codes figurent dans communes.yaml.',
  ],
  'flag-wrong': v => [`${v.key} ${q(v.found)} n’est ni oui ni non.`, 'Écrivez oui ou non.'],

  'text-before-heading': () => [
    'Du texte précède la première langue.',
    `Placez-le sous ${q('# fr: …')} ou ${q('# nl: …')}.`,
  ],
  'section-missing': v => [
    `Le texte ${NAMES[v.language]} manque.`,
    `Ajoutez ${q(`# ${v.language}: Titre`)} et le texte en dessous.`,
  ],
  'section-twice': v => [
    `Le texte ${NAMES[v.language]} commence une deuxième fois.`,
    `Il commence déjà à la ligne ${v.firstLine}\u00a0; réunissez les deux.`,
  ],
  'section-heading-form': v => [
    `${q(v.found)} n’ouvre pas le texte ${NAMES[v.language]}.`,
    `Écrivez ${q(`# ${v.language}: Titre`)}.`,
  ],
  'title-missing': v => [
    `Le texte ${NAMES[v.language]} n’a pas de titre.`,
    `Écrivez-le après ${q(`# ${v.language}:`)}.`,
  ],
  'summary-missing': v => [
    `Le texte ${NAMES[v.language]} n’a pas de résumé.`,
    'Écrivez un premier paragraphe sous le titre.',
  ],
  'heading-level': v => [
    `${q(v.found)} est un titre de premier niveau.`,
    'Utilisez ##\u00a0: un seul # est réservé aux deux langues.',
  ],
  'image-refused': () => [
    'Un courriel ne contient pas d’image.',
    'Décrivez-la ou mettez un lien vers la page qui la montre.',
  ],
  'link-reference': v => [
    `Le lien ${q(v.found)} est écrit à part de son texte.`,
    'Écrivez [texte](https://…) sur place.',
  ],
  'number-in-one-language': v => [
    `${q(v.found)} ne figure que dans le texte ${NAMES[v.language]}.`,
    `Vérifiez le texte ${OTHER[v.language]}.`,
  ],
  'date-in-one-language': v => [
    `La date ${q(v.found)} ne figure que dans le texte ${NAMES[v.language]}.`,
    `Vérifiez le texte ${OTHER[v.language]}.`,
  ],
  'link-in-one-language': v => [
    `Le lien ${q(v.found)} n’a pas d’équivalent en ${OTHER[v.language]}.`,
    `Vérifiez le texte ${OTHER[v.language]}.`,
  ],
}
