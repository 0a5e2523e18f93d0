import { describe, expect, it } from '@jest/globals'
import { refusalOf } from '../../../src/model/sign-off/sign-off.js'
import type { StaffMember } from '../../../src/model/staff/staff.js'

const member = (email: string, roles: StaffMember['roles']): StaffMember => ({
  id: email,
  name: email,
  email,
  phone: '+32 2 000 00 00',
  roles,
  languages: ['fr'],
})
const STAFF = [
  member('director@cabinet.example', ['approver']),
  member('editor@agence.example', ['editor']),
  member('both@agence.example', ['editor', 'approver']),
]
const BY_EDITOR = { editors: ['editor@agence.example'], preparedBy: null }

describe('whoever signs', () => {
  it.each([
    ['director@cabinet.example', BY_EDITOR, null],
    ['Director@Cabinet.example', BY_EDITOR, null],
    ['nobody@elsewhere.example', BY_EDITOR, 'unknown-person'],
    ['editor@agence.example', BY_EDITOR, 'not-approver'],
    ['both@agence.example', BY_EDITOR, null],
    ['both@agence.example', { editors: ['Both@Agence.example'], preparedBy: null }, 'author'],
    ['director@cabinet.example', { editors: [], preparedBy: 'DIRECTOR@cabinet.example' }, 'author'],
    ['both@agence.example', { editors: [null], preparedBy: null }, 'perhaps-author'],
  ])('is an approver and not an author: %s, %j', (email, authors, refusal) => {
    expect(refusalOf(email, STAFF, authors)).toBe(refusal)
  })
})
