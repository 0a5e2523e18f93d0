/** The meaning of the system's refusal: words, what to do, and whether a retry can help. */
export type SystemFault = { words: string; fix: string; passes: boolean }

const PATH = 'Check the path.'
const RIGHT = 'Give the user that runs Estafette the right to it, or name another.'
const ROOM = 'Make room, and run the command again.'

/** By the codes of errno (POSIX.1-2017, <errno.h>). */
const FAULTS: Record<string, Omit<SystemFault, 'passes'>> = {
  ENOENT: { words: 'there is no such file or folder', fix: PATH },
  EACCES: { words: 'access is denied', fix: RIGHT },
  EPERM: { words: 'access is denied', fix: RIGHT },
  EROFS: { words: 'it lies on a disk that can only be read', fix: 'Name a place that can be written to.' },
  EISDIR: { words: 'it is a folder', fix: 'Name a file.' },
  ENOTDIR: { words: 'a part of its path is a file, not a folder', fix: PATH },
  EEXIST: { words: 'something else is there already', fix: 'Take it away, or name another.' },
  ENOTEMPTY: { words: 'something is in it already', fix: 'Empty it, or name another.' },
  ELOOP: { words: 'its links lead in a circle', fix: PATH },
  ENAMETOOLONG: { words: 'its name is too long', fix: 'Name a shorter one.' },
  EINVAL: { words: 'the system does not take it', fix: PATH },
  ENXIO: { words: 'it is no file', fix: 'Name a file.' },
  EFBIG: { words: 'it grows larger than the system allows', fix: ROOM },
}

/** Errors that end when a person makes room, or with time. */
const PASSING: Record<string, Omit<SystemFault, 'passes'>> = {
  ENOSPC: { words: 'there is no room left on the disk', fix: ROOM },
  EDQUOT: { words: 'the quota of this user is used up', fix: ROOM },
  EMFILE: {
    words: 'too many files are open',
    fix: 'Raise the limit (ulimit -n), and run the command again.',
  },
  ENFILE: { words: 'too many files are open on this machine', fix: 'Run the command again later.' },
  ENOMEM: { words: 'there is no memory left', fix: 'Run the command again when there is.' },
  EAGAIN: { words: 'too many processes run', fix: 'Run the command again later.' },
  EIO: { words: 'the disk can’t be read or written', fix: 'Look at the disk, and run the command again.' },
  EBUSY: { words: 'another program holds it', fix: 'Run the command again later.' },
  ETXTBSY: { words: 'another program holds it', fix: 'Run the command again later.' },
  ESTALE: { words: 'its share has gone', fix: 'Mount it anew, and run the command again.' },
  ENODEV: { words: 'its disk has gone', fix: 'Mount it anew, and run the command again.' },
}

/** The meaning of a code such as `EACCES`; null for one unrelated to files. */
export function systemFault(code: string): SystemFault | null {
  const [lasting, passing] = [FAULTS[code], PASSING[code]]
  if (lasting) return { ...lasting, passes: false }
  return passing ? { ...passing, passes: true } : null
}

/** Why a file can't be read or written, as a sentence's end: `access is denied`. */
export function fileFault(error: unknown): string {
  const { code = '', message = String(error) } = error as { code?: string; message?: string }
  return systemFault(code)?.words ?? (code || message)
}
