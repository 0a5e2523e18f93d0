import { describe, expect, it } from '@jest/globals'
import { isConflictCopy } from '../../../src/model/updates/conflict-copies.js'
import { fileKind, readableName } from '../../../src/model/updates/file-kind.js'
import { isLeftAlone } from '../../../src/model/updates/left-alone.js'

/** What each leaves, as its documentation or the reports of those who met it have it. */
const LEFT: Record<string, string[]> = {
  Windows: [
    '$RECYCLE.BIN',
    'System Volume Information',
    'Thumbs.db',
    'desktop.ini',
    'prime.md:Zone.Identifier',
  ],
  Synology: ['#recycle', '@eaDir', '#snapshot', '@tmp'],
  QNAP: ['@Recycle', '@Recently-Snapshot'],
  'NetApp, ZFS': ['~snapshot', '.snapshot', '.zfs'],
  Linux: ['lost+found', '.Trash-1000', '.fuse_hidden0000001a00000001', '.nfs000000000012', '.directory'],
  'macOS, AFP': ['.DS_Store', '._prime.md', '.AppleDouble', ':2eDS_Store', 'Icon\r', 'Network Trash Folder'],
  'macOS, saving': ['prime.docx.sb-1a2b3c4d-AbCdEf'],
  Samba: ['.smbdelete0001a', '.recycle'],
  Syncthing: ['.stfolder', '.stversions', '.syncthing.prime.md.tmp', '~syncthing~prime.md.tmp'],
  Resilio: ['.sync'],
  Dropbox: ['.dropbox.cache', '.dropbox'],
  Nextcloud: ['.~lock.prime.docx#', '.owncloudsync.log', '._sync_1a2b.db', 'prime.md.ocTransferId123.part'],
  Word: ['~$prime.docx', '~WRL0001.tmp', '~WRD0002.docx', 'Prime.asd', '4F2A1B00'],
  LibreOffice: ['lu12345abc.tmp', '.~lock.prime.docx#'],
  vim: ['4913', '.prime.md.swp', 'prime.md~'],
  Emacs: ['#prime.md#', '.#prime.md'],
  'Kate, gedit': ['.prime.md.kate-swp', '.goutputstream-AB12CD'],
  browsers: ['prime.docx.crdownload', 'prime.docx.part', 'prime.docx.download', 'Unconfirmed 12.crdownload'],
  'rsync, WinSCP, rclone': ['.prime.md.AbCdEf', 'prime.md.filepart', 'prime.md.1a2b3c4d.partial'],
  JetBrains: ['prime.md___jb_tmp___'],
}

describe('what is left alone', () => {
  for (const [by, names] of Object.entries(LEFT))
    it(`are ${by}: ${names.map(name => JSON.stringify(name)).join(' ')}`, () => {
      expect(names.filter(name => !isLeftAlone(name))).toEqual([])
    })

  it('is nothing that an editor may have called so', () => {
    const names = [
      'prime.md',
      'Prime #1.md',
      '#1 prime.md',
      '@economie.md',
      'recycle.md',
      'corbeille.md',
      'snapshot',
      'tmp.md',
      '20261201',
      'download.md',
      'lost+found.md',
      '4913.md',
      'C++.md',
      '$prime.docx',
    ]
    expect(names.filter(isLeftAlone)).toEqual([])
  })

  it('is no conflict copy: it may be what somebody wrote', () => {
    const copies = [
      'prime.sync-conflict-20261201-101530-ABCDEFG.md',
      'prime (conflicted copy 2026-12-01 101530).md',
      'prime (Jean’s conflicted copy 2026-12-01).docx',
      'prime (copie en conflit de Jean 2026-12-01).md',
      'prime_conflict-20261201-101530.md',
      'prime (SFConflict jean@agence.example 2026-12-01-10-15-30).md',
    ]
    expect(copies.filter(name => isLeftAlone(name) || !isConflictCopy(name))).toEqual([])
    expect(['conflit-social.md', 'copie.md', 'prime (1).md'].filter(isConflictCopy)).toEqual([])
  })
})

describe('the kind of a file', () => {
  it.each([
    ['prime.md.txt', 'rename', 'prime.md'],
    ['prime.TXT', 'rename', 'prime.md'],
    ['prime.markdown', 'rename', 'prime.md'],
    ['prime.mdx', 'rename', 'prime.md'],
    ['prime.ott', 'word', 'prime.docx'],
    ['Prime.ODM', 'word', 'Prime.docx'],
    ['prime.docm', 'word', 'prime.docx'],
    ['modèle.dotx', 'word', 'modèle.docx'],
    ['prime.rtf', 'word', 'prime.docx'],
    ['prime.wps', 'word', 'prime.docx'],
    ['prime.pages', 'pages', 'prime.docx'],
    ['prime.gdoc', 'google', 'prime.docx'],
    ['prime.pdf', 'pdf', 'prime.docx'],
    ['prime.docx.pdf', 'pdf', 'prime.docx.docx'],
    ['TR_ prime.msg', 'mail', 'TR_ prime.docx'],
    ['prime.eml', 'mail', 'prime.docx'],
    ['envoi.zip', 'unpack', 'envoi.docx'],
    ['prime.html', 'web-page', 'prime.docx'],
    ['prime.docx.lnk', 'shortcut', 'prime.docx.docx'],
    ['.prime.md.icloud', 'download', 'prime.md'],
    ['prime.docx.nextcloud', 'download', 'prime.docx'],
  ])('of %s is refused: %s, to %s', (name, remedy, proposed) => {
    expect(fileKind(name)).toMatchObject({ kind: 'refused', remedy, proposed })
  })

  it.each(['photo.jpg', 'tableau.xlsx', 'diapos.pptx', 'sans-extension', 'video.mp4', 'a.ics'])(
    'of %s is another',
    name => {
      expect(fileKind(name).kind).toBe('other')
    },
  )

  it('is an update’s in any case of its letters', () => {
    expect(
      ['a.md', 'A.MD', 'É.Docx', 'e\u0301.md', 'README-prime.md'].map(name => fileKind(name).kind),
    ).toEqual(Array(5).fill('update'))
    expect(fileKind('.md').kind).toBe('left-alone')
  })

  it.each([
    ['prime.md ', 'end', 'prime.md'],
    ['prime.md.', 'end', 'prime.md'],
    ['prime.docx . ', 'end', 'prime.docx'],
    ['prime.md\u00a0', 'end', 'prime.md'],
    ['pri\u202Eme.md', 'unseen', 'prime.md'],
    ['prime\u200b.md', 'unseen', 'prime.md'],
    ['prime\n.md', 'unseen', 'prime.md'],
    ['prime.md\u200e', 'unseen', 'prime.md'],
    ['prime.odt ', 'end', 'prime.odt'],
    ['prime.rtf ', 'end', 'prime.docx'],
  ])('of %j is misnamed: %s, to %s', (name, fault, proposed) => {
    expect(fileKind(name)).toEqual({ kind: 'misnamed', fault, proposed })
  })
})

describe('a name that is not UTF-8', () => {
  it.each([
    ['70e9', 'p⟨E9⟩', 'pé'],
    ['7082', 'p⟨82⟩', 'pé'],
    ['c3a9', 'é', 'é'],
    ['c3a9e9', '⟨C3⟩⟨A9⟩⟨E9⟩', 'Ã-é'],
    ['ff', '⟨FF⟩', 'ÿ'],
  ])('%s is shown by its bytes and read as Windows or DOS wrote it', (hex, shown, guess) => {
    const read = readableName(Buffer.from(hex, 'hex'))
    expect(read.guess).toBe(guess)
    expect(read.shown).toBe(shown)
  })

  it('shows what turns the direction of writing', () => {
    expect(readableName(Buffer.from('a\u202eb\n.md'))).toEqual({
      shown: 'a⟨U+202E⟩b␊.md',
      guess: 'a\u202eb\n.md',
      isUtf8: true,
    })
  })
})
