import { extensionOf } from '../updates/file-kind.js'
import { isLeftAlone } from '../updates/left-alone.js'

/** What to do with a file in the reports folder that is no `.eml`, so that its mails are read. */
const REPORT_REMEDIES = ['rename', 'outlook', 'apple', 'mailbox', 'unpack', 'folder', 'other'] as const
export type ReportRemedy = (typeof REPORT_REMEDIES)[number]

const REMEDY_OF: Record<string, ReportRemedy> = {
  '.msg': 'outlook',
  '.oft': 'outlook',
  '.emlx': 'apple',
  '.partial.emlx': 'apple',
  '.mbox': 'mailbox',
  '.mbx': 'mailbox',
  '.pst': 'mailbox',
  '.ost': 'mailbox',
  '.olm': 'mailbox',
  '.dbx': 'mailbox',
  '.zip': 'unpack',
  '.7z': 'unpack',
  '.rar': 'unpack',
  '.tar': 'unpack',
  '.tgz': 'unpack',
  '.gz': 'unpack',
}

/** What to do with a file or folder of that name; null: nothing, as it is a mail or must be ignored. */
export function reportRemedy(name: string, isFolder: boolean): ReportRemedy | null {
  if (isFolder) return isLeftAlone(name) || OURS.includes(name) ? null : 'folder'
  if (isMailName(name) || isLeftAlone(name) || name.toLowerCase().endsWith('.reason.txt')) return null
  const known = REMEDY_OF[extensionOf(name)]
  if (known) return known
  return name.toLowerCase().includes('.eml') ? 'rename' : 'other'
}

/** Folders that Estafette creates there. */
const OURS = ['done', 'quarantine']

/** `*.eml`, in any case; hidden files are not yet complete. */
export const isMailName = (name: string) => !name.startsWith('.') && name.toLowerCase().endsWith('.eml')

/** For the operator: what it is, and what to do. French and Dutch are in the locales (`reports-unread`). */
export const REMEDY_WORDS: Record<ReportRemedy, string> = {
  rename: 'its name does not end in .eml: rename it',
  outlook: 'a message of Outlook: open it, and save it as .eml, or forward it as an attachment',
  apple: 'a message of Apple Mail: choose File, Save As, Raw Message Source, and call it .eml',
  mailbox: 'a whole mailbox: open it with a mail program, and save its mails as .eml',
  unpack: 'an archive: unpack it here',
  folder: 'a folder: put the mails in it here',
  other: 'not a .eml file: if it is a mail, save it as .eml, else remove it',
}
