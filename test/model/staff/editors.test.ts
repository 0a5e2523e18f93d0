import { describe, expect, it } from '@jest/globals'
import { editorOf, editorsFor } from '../../../src/model/staff/editors.js'
import type { StaffMember } from '../../../src/model/staff/staff.js'

const member = (id: string, folder?: string, roles: StaffMember['roles'] = ['editor']): StaffMember => ({
  id,
  name: id,
  email: `${id}@agence.example`,
  phone: '+32 2 000 00 00',
  roles,
  languages: ['fr'],
  ...(folder ? { folder } : {}),
})
const STAFF = [
  member('economy', 'Économie'),
  member('horeca', 'économie/horeca'),
  member('all'),
  member('spoc', 'économie', ['spoc']),
]

describe('the editors of a file', () => {
  it('are those whose folder it lies in, the nearest folder first', () => {
    expect(editorOf('updates/économie/prime.md', STAFF)).toBe('economy@agence.example')
    expect(editorOf('updates/ÉCONOMIE/x/prime.md', STAFF)).toBe('economy@agence.example')
    expect(editorOf('updates/e\u0301conomie/horeca/bar.md', STAFF)).toBe('horeca@agence.example')
  })

  it('are all editors where the folder is nobody’s, and then nobody is known to have written it', () => {
    expect(editorOf('updates/prime.md', STAFF)).toBeNull()
    expect(editorsFor('updates/autre/prime.md', STAFF).map(({ id }) => id)).toEqual([
      'economy',
      'horeca',
      'all',
    ])
  })

  it('are several where several have one folder, and then it is not known who wrote it', () => {
    const two = [...STAFF, member('second', '/économie/')]
    expect(editorsFor('updates/économie/a.md', two).map(({ id }) => id)).toEqual(['economy', 'second'])
    expect(editorOf('updates/économie/a.md', two)).toBeNull()
  })
})
