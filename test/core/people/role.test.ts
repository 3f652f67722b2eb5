/** Every cell of the role table: allowed and refused, in one's own scope and outside of it. */
import { describe, expect, it } from 'vitest'
import type { Grant, Person, Role } from '../../../core/people/person.ts'
import { type Action, may, mightEver, type Scope, table } from '../../../core/people/role.ts'

const CLINIC = { code: '12420100429900011B', name: '示范诊所', region: '420106', listed: true }
const OTHER = { ...CLINIC, code: '12420600429900021C', region: '420684' }

const grants: Readonly<Record<Exclude<Role, 'payer'>, Grant>> = {
  clerk: { role: 'clerk', unit: CLINIC },
  approver: { role: 'approver', unit: CLINIC },
  officer: { role: 'officer', region: '420100' },
  administrator: { role: 'administrator' },
}
const person = (...held: Grant[]): Person => ({ id: 'me', name: '张示范', grants: held })

/** Written anew, so that a slip in the table is seen: what each role may, by scope. */
const expected: Readonly<Record<Action, Partial<Record<Role, Scope>>>> = {
  'receipt.lookup': { payer: 'any' },
  'receipts.ofPhone': { payer: 'any' },
  'receipts.ofUnit': { clerk: 'unit', approver: 'unit' },
  'unit.see': { clerk: 'unit', approver: 'unit', officer: 'region', administrator: 'any' },
  'unit.people': { approver: 'unit', officer: 'region', administrator: 'any' },
  'unit.remove': { approver: 'unit', officer: 'region', administrator: 'any' },
  'officer.remove': { officer: 'below', administrator: 'any' },
  'administrator.remove': { administrator: 'any' },
  'invite.payer': { officer: 'any', administrator: 'any' },
  'invite.clerk': { approver: 'unit', officer: 'region', administrator: 'any' },
  'invite.approver': { officer: 'region', administrator: 'any' },
  'invite.officer': { officer: 'below', administrator: 'any' },
  'invite.administrator': { administrator: 'any' },
  'group.tie': { officer: 'region', administrator: 'any' },
  'group.staff': { officer: 'region', administrator: 'any' },
  'status.see': { administrator: 'any' },
  'void.wish': { payer: 'any' },
  'void.request': { clerk: 'unit', approver: 'unit' },
  'void.withdraw': { clerk: 'own', approver: 'own' },
  'void.approve': { approver: 'unit' },
  'void.confirm': { officer: 'region', administrator: 'any' },
  'void.decide': { officer: 'region', administrator: 'any' },
  'void.see': { clerk: 'unit', approver: 'unit', officer: 'region', administrator: 'any' },
  'void.list': { officer: 'region', administrator: 'any' },
  'ticket.open': { payer: 'any' },
  'queue.see': { officer: 'region', administrator: 'any' },
  'queue.work': { officer: 'region', administrator: 'any' },
  'person.block': { officer: 'region', administrator: 'any' },
  'announcement.read': { payer: 'any' },
  'announcement.write': { officer: 'region', administrator: 'any' },
  'announcement.approve': { officer: 'region', administrator: 'any' },
  'announcement.send': { officer: 'region', administrator: 'any' },
  'announcement.report': { officer: 'region', administrator: 'any' },
  'announcement.chase': { officer: 'region', administrator: 'any' },
}

/** What lies within each scope of the grants above, and what does not. */
const inside: Readonly<Record<Scope, object[]>> = {
  any: [{}, { unit: OTHER }, { region: '420600' }, { owner: 'other', unit: CLINIC }],
  own: [{ unit: CLINIC, owner: 'me' }],
  unit: [{ unit: CLINIC }, { unit: CLINIC, owner: 'other' }],
  region: [{ unit: CLINIC }, { region: '420106' }, { region: '420100' }],
  below: [{ region: '420106' }],
}
const outside: Readonly<Record<Scope, object[]>> = {
  any: [],
  own: [{ unit: CLINIC, owner: 'other' }, { unit: OTHER, owner: 'me' }, { owner: 'me' }, {}],
  unit: [{ unit: OTHER }, { region: CLINIC.region }, {}],
  region: [{ unit: OTHER }, { region: '420600' }, { region: '420000' }, { region: '110000' }, {}],
  below: [{ region: '420100' }, { region: '420000' }, { region: '420600' }, {}],
}

const actions = Object.keys(table) as Action[]

describe('the role table', () => {
  it('is what was meant, cell for cell', () => {
    expect(table).toEqual(expected)
  })

  for (const action of actions) {
    for (const role of ['clerk', 'approver', 'officer', 'administrator'] as const) {
      const forAll = expected[action].payer === 'any'
      const scope = forAll ? 'any' : expected[action][role]
      it(`${action}: ${role} ${scope ? `within ${scope}` : 'never'}`, () => {
        const me = person(grants[role])
        const matters = Object.values(inside).flat()
        const [yes, no] = scope ? [inside[scope], outside[scope]] : [[], matters]
        for (const matter of yes) expect(may(me, action, matter), JSON.stringify(matter)).toBe(true)
        for (const matter of no) expect(may(me, action, matter), JSON.stringify(matter)).toBe(false)
        expect(mightEver(me, action)).toBe(scope !== undefined)
      })
    }

    it(`${action}: anybody ${expected[action].payer ? 'may' : 'may not'}`, () => {
      for (const nobody of [undefined, person()]) {
        for (const matter of Object.values(inside).flat()) {
          expect(may(nobody, action, matter)).toBe(expected[action].payer === 'any')
        }
        expect(mightEver(nobody, action)).toBe(expected[action].payer === 'any')
      }
    })
  }
})

describe('several roles', () => {
  it('add up, each in its own place', () => {
    const me = person(grants.clerk, { role: 'approver', unit: OTHER })
    expect(may(me, 'void.approve', { unit: OTHER })).toBe(true)
    expect(may(me, 'void.approve', { unit: CLINIC })).toBe(false)
    expect(may(me, 'void.request', { unit: CLINIC })).toBe(true)
  })

  it('give nothing for a unit that is no longer in the directory', () => {
    const gone = { ...CLINIC, listed: false }
    const me = person({ role: 'approver', unit: gone })
    for (const action of actions) {
      const expectedly = expected[action].payer === 'any'
      expect(may(me, action, { unit: gone, owner: 'me' }), action).toBe(expectedly)
      expect(mightEver(me, action), action).toBe(expectedly)
    }
  })
})
