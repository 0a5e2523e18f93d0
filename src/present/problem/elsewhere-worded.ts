import type { FieldsCode } from './texts-fields.js'
import type { FolderCode } from './texts-folder.js'
import type { ImportCode } from './texts-import.js'
import type { MarkdownCode } from './texts-markdown.js'
import type { MeaningCode } from './texts-meaning.js'
import type { PeopleCode } from './texts-people.js'
import type { RosterCode } from './texts-roster.js'

/** What has its wording in a file of its own, in all three languages. */
export type ElsewhereWorded =
  | 'section-awaited'
  | 'template-text'
  | ImportCode
  | RosterCode
  | PeopleCode
  | MeaningCode
  | FolderCode
  | FieldsCode
  | MarkdownCode
