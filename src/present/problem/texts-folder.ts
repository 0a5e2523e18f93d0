import { printable } from '../../model/problem/printable.js'
import type { NameFault, Remedy } from '../../model/problem/problem-values.js'
import type { ProblemLanguage, Wording } from './wording.js'

/** What is said of the drop folder as a whole, of files that went, and of files that may be updates and can't be used. */
export type FolderCode =
  | 'folder-empty'
  | 'file-gone'
  | 'file-away'
  | 'file-kind'
  | 'file-name'
  | 'conflict-copy'
  | 'file-other-type'
type Words = Pick<Wording, FolderCode>
type ByRemedy = Record<Remedy, (proposed: string) => string>

const EN: ByRemedy = {
  rename: to => `Rename it to ${to}.`,
  word: to => `Open it, choose "Save as" and Word document (.docx): ${to}.`,
  pages: to => `In Pages choose File, Export To, Word: ${to}.`,
  google: to => `It is only a link. In Google Docs choose File, Download, Microsoft Word (.docx): ${to}.`,
  pdf: to => `Put the text from which it was made here, as a Word document: ${to}.`,
  mail: to => `Put what is attached to it here, or copy its text into the template: ${to}.`,
  unpack: () => 'Unpack it here.',
  'web-page': to => `Open it in Word and save it as a Word document (.docx): ${to}.`,
  shortcut: () => 'It only points to a file elsewhere. Put the file itself here.',
  download: to => `It only stands for a file that is in the cloud. Let it be downloaded: ${to}.`,
}
const FR: ByRemedy = {
  rename: to => `Renommez-le en ${to}.`,
  word: to => `Ouvrez-le, choisissez «\u00a0Enregistrer sous\u00a0» et le format Word (.docx)\u00a0: ${to}.`,
  pages: to => `Dans Pages, choisissez Fichier, Exporter vers, Word\u00a0: ${to}.`,
  google: to =>
    `Ce n’est qu’un lien. Dans Google Docs, choisissez Fichier, Télécharger, Microsoft Word (.docx)\u00a0: ${to}.`,
  pdf: to => `Déposez le texte dont il est issu, au format Word\u00a0: ${to}.`,
  mail: to => `Déposez sa pièce jointe, ou copiez son texte dans le modèle\u00a0: ${to}.`,
  unpack: () => 'Décompressez-le ici.',
  'web-page': to => `Ouvrez-le dans Word et enregistrez-le au format Word (.docx)\u00a0: ${to}.`,
  shortcut: () => 'Il ne fait que renvoyer à un fichier placé ailleurs. Déposez le fichier lui-même.',
  download: to =>
    `Il ne fait que représenter un fichier resté dans le nuage. Faites-le télécharger\u00a0: ${to}.`,
}
const NL: ByRemedy = {
  rename: to => `Geef het de naam ${to}.`,
  word: to => `Open het, kies “Opslaan als” en Word-document (.docx): ${to}.`,
  pages: to => `Kies in Pages Archief, Exporteer naar, Word: ${to}.`,
  google: to =>
    `Het is maar een koppeling. Kies in Google Documenten Bestand, Downloaden, Microsoft Word (.docx): ${to}.`,
  pdf: to => `Zet hier de tekst waaruit het gemaakt is, als Word-document: ${to}.`,
  mail: to => `Zet de bijlage hier, of kopieer de tekst in het sjabloon: ${to}.`,
  unpack: () => 'Pak het hier uit.',
  'web-page': to => `Open het in Word en sla het op als Word-document (.docx): ${to}.`,
  shortcut: () => 'Het verwijst alleen naar een bestand elders. Zet het bestand zelf hier.',
  download: to => `Het staat alleen voor een bestand in de cloud. Laat het downloaden: ${to}.`,
}
const FAULTS: Record<ProblemLanguage, Record<NameFault, string>> = {
  en: {
    'not-utf8': 'The name of this file is not written in UTF-8, and shows differently on each machine.',
    unseen: 'The name of this file has characters that can’t be seen.',
    end: 'The name of this file ends in a space or a dot.',
  },
  fr: {
    'not-utf8': 'Le nom de ce fichier n’est pas écrit en UTF-8 et s’affiche autrement sur chaque machine.',
    unseen: 'Le nom de ce fichier contient des caractères invisibles.',
    end: 'Le nom de ce fichier se termine par une espace ou un point.',
  },
  nl: {
    'not-utf8': 'De naam van dit bestand is niet in UTF-8 geschreven en ziet er op elke computer anders uit.',
    unseen: 'De naam van dit bestand bevat onzichtbare tekens.',
    end: 'De naam van dit bestand eindigt op een spatie of een punt.',
  },
}
const name = (text: string) => printable(text, 200)
const shown = (extension: string) => printable(extension, 60)

export const FOLDER: Record<ProblemLanguage, Words> = {
  en: {
    'folder-empty': v => [
      `The folder holds no update any more; ${v.updates === 1 ? 'one was' : `${v.updates} were`} taken in from it.`,
      'Is the share mounted? The draft waits until the files are back, or somebody says that they are left out on purpose.',
    ],
    'file-gone': v => [
      `The file is gone, and the update "${name(v.id)}" was taken in from it.`,
      `Put it back; or say that it is left out on purpose: estafette update leave-out ${name(v.id)} --by EMAIL --reason TEXT`,
    ],
    'file-away': v => [
      `The update "${name(v.id)}" was taken in from here, and its folder can't be reached.`,
      'Make the folder readable again; nothing is lost, and the draft waits.',
    ],
    'file-kind': v => [
      v.extension ? `A ${shown(v.extension)} file is not read.` : 'A file without an extension is not read.',
      EN[v.remedy](name(v.proposed)),
    ],
    'file-name': v => [FAULTS.en[v.fault], `Rename it to ${name(v.proposed)}.`],
    'conflict-copy': v => [
      `A synchronisation made this copy because two people changed ${name(v.other)} at once.`,
      'Put both texts together in that file, then delete this one.',
    ],
    'file-other-type': v => [
      `A ${shown(v.extension)} file is not read${v.more ? `, nor ${v.more === 1 ? 'is one other' : `are ${v.more} others`} in this folder` : ''}.`,
      'Write the update as a .md or .docx file.',
    ],
  },
  fr: {
    'folder-empty': v => [
      `Le dossier ne contient plus aucune information\u00a0; ${v.updates === 1 ? 'une y avait été lue' : `${v.updates} y avaient été lues`}.`,
      'Le partage est-il connecté\u00a0? Le projet attend que les fichiers reviennent, ou que quelqu’un dise qu’ils sont laissés de côté volontairement.',
    ],
    'file-gone': v => [
      `Le fichier a disparu, alors que l’information «\u00a0${name(v.id)}\u00a0» y avait été lue.`,
      'Remettez-le, ou dites qu’il est laissé de côté volontairement.',
    ],
    'file-away': v => [
      `L’information «\u00a0${name(v.id)}\u00a0» avait été lue ici, et son dossier est hors d’atteinte.`,
      'Rendez le dossier lisible\u00a0: rien n’est perdu, le projet attend.',
    ],
    'file-kind': v => [
      v.extension
        ? `Un fichier ${shown(v.extension)} n’est pas lu.`
        : 'Un fichier sans extension n’est pas lu.',
      FR[v.remedy](name(v.proposed)),
    ],
    'file-name': v => [FAULTS.fr[v.fault], `Renommez-le en ${name(v.proposed)}.`],
    'conflict-copy': v => [
      `Une synchronisation a créé cette copie parce que deux personnes ont modifié ${name(v.other)} en même temps.`,
      'Réunissez les deux textes dans ce fichier-là, puis effacez celui-ci.',
    ],
    'file-other-type': v => [
      `Un fichier ${shown(v.extension)} n’est pas lu${v.more ? `, ni ${v.more === 1 ? 'un autre' : `${v.more} autres`} de ce dossier` : ''}.`,
      'Rédigez l’information dans un fichier .md ou .docx.',
    ],
  },
  nl: {
    'folder-empty': v => [
      `De map bevat geen enkele informatie meer; ${v.updates === 1 ? 'er was er één' : `er waren er ${v.updates}`} gelezen.`,
      'Is de netwerkmap verbonden? Het ontwerp wacht tot de bestanden terug zijn, of tot iemand zegt dat ze met opzet zijn weggelaten.',
    ],
    'file-gone': v => [
      `Het bestand is verdwenen, terwijl de informatie “${name(v.id)}” eruit gelezen was.`,
      'Zet het terug, of zeg dat het met opzet is weggelaten.',
    ],
    'file-away': v => [
      `De informatie “${name(v.id)}” was hier gelezen, en de map is onbereikbaar.`,
      'Maak de map weer leesbaar: er is niets verloren, het ontwerp wacht.',
    ],
    'file-kind': v => [
      v.extension
        ? `Een ${shown(v.extension)}-bestand wordt niet gelezen.`
        : 'Een bestand zonder extensie wordt niet gelezen.',
      NL[v.remedy](name(v.proposed)),
    ],
    'file-name': v => [FAULTS.nl[v.fault], `Geef het de naam ${name(v.proposed)}.`],
    'conflict-copy': v => [
      `Een synchronisatie maakte deze kopie omdat twee mensen ${name(v.other)} tegelijk wijzigden.`,
      'Voeg beide teksten samen in dat bestand en verwijder dit.',
    ],
    'file-other-type': v => [
      `Een ${shown(v.extension)}-bestand wordt niet gelezen${v.more ? `, en ${v.more === 1 ? 'één ander' : `${v.more} andere`} in deze map ook niet` : ''}.`,
      'Schrijf de informatie in een .md- of .docx-bestand.',
    ],
  },
}
