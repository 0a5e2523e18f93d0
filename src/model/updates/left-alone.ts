/**
 * Files that shares, sync clients, editors and systems leave while they work. Lower-case whole names, beginnings and ends; each line says which
 * program leaves them. A person's work, such as a conflict copy, is never listed.
 */
type Leaving = { by: string; names?: string[]; begins?: string[]; ends?: string[] }

export const LEFT_ALONE: readonly Leaving[] = [
  // Hidden files are no updates: `.~lock.x#`, `.x.swp`, `.x.md.AbCdEf` (rsync), `.nfs…`, `.fuse_hidden…`, `._x`, `.stversions` …
  { by: 'whoever hides it: Unix, macOS, NFS, FUSE, rsync, Syncthing, Dropbox, Samba', begins: ['.'] },
  { by: 'an editor who keeps it private', begins: ['_'] },
  { by: 'Estafette', names: ['readme.md'], ends: ['.problems.txt'] },
  { by: 'Windows recycle bins', names: ['$recycle.bin', 'recycler', 'recycled'] },
  {
    by: 'Windows on each volume',
    names: ['system volume information', 'thumbs.db', 'desktop.ini', 'ehthumbs.db'],
  },
  { by: 'Windows: where a file was downloaded from', ends: [':zone.identifier', '\uf03azone.identifier'] },
  { by: 'Synology', names: ['#recycle', '#snapshot', '@eadir', '@tmp', '@sharesnap'] },
  { by: 'QNAP', names: ['@recycle', '@recently-snapshot', '@transcode'] },
  { by: 'NetApp snapshots', names: ['~snapshot'] },
  { by: 'ext4, after a check', names: ['lost+found'] },
  {
    by: 'macOS and AFP',
    names: ['icon\r', 'network trash folder', 'temporary items', 'thevolumesettingsfolder'],
  },
  { by: 'Netatalk, for names that began with a dot', begins: [':2e'] },
  {
    by: 'Microsoft Office: owner files, half-saved and recovered documents',
    begins: ['~'],
    ends: ['.asd', '.wbk', '.tmp'],
  },
  { by: 'LibreOffice, and whatever calls it so', ends: ['.tmp', '.temp'] },
  {
    by: 'vim, which tries whether it may write',
    names: ['4913', '5036', '5159'],
    ends: ['.swp', '.swo', '.swn', '.swx'],
  },
  { by: 'Emacs, Kate, gedit, nano: backups', ends: ['~', '.bak', '.kate-swp'] },
  { by: 'JetBrains', ends: ['___jb_tmp___', '___jb_old___'] },
  { by: 'browsers', ends: ['.crdownload', '.part', '.partial', '.download', '.opdownload'] },
  { by: 'WinSCP, rclone, aria2', ends: ['.filepart', '.partial', '.aria2'] },
  { by: 'Syncthing', begins: ['~syncthing~'] },
]

const NAMES = new Set(LEFT_ALONE.flatMap(({ names = [] }) => names))
const BEGINS = LEFT_ALONE.flatMap(({ begins = [] }) => begins)
const ENDS = LEFT_ALONE.flatMap(({ ends = [] }) => ends)

/** Whether a name is that of a lock, temporary file, recycle bin or note: nothing that could be an update. */
export function isLeftAlone(name: string): boolean {
  const low = name.toLowerCase()
  if (isPlaceholder(low)) return false
  if (NAMES.has(low) || BEGINS.some(begin => low.startsWith(begin))) return true
  return ENDS.some(end => low.endsWith(end)) || isAutosave(low) || isSafeSave(low) || isOfficeSave(name)
}

/** iCloud's placeholder for a file not on this machine: hidden, but an editor's. */
export const isPlaceholder = (low: string) => low.startsWith('.') && low.endsWith('.icloud')

/** Emacs: `#prime.md#`. */
const isAutosave = (low: string) => low.length > 2 && low.startsWith('#') && low.endsWith('#')

/** macOS while an application saves: `prime.docx.sb-1a2b3c4d-AbCdEf`. */
const isSafeSave = (low: string) => /\.sb-[0-9a-f]{8}-[a-z0-9]{6}$/.test(low)

/** Office while saving to a share: `4F2A1B00`. */
const isOfficeSave = (name: string) => /^[0-9A-F]{8}$/.test(name) && /[A-F]/.test(name)
