/** The guard, as people meet it. */
import { describe, expect, it } from 'vitest'
import { MINUTE } from '../support/clock.ts'
import { type Chat, openOffice } from '../support/office.ts'

const RIGHT = '42990126 0000000001 55e8a5'
const guess = (index: number) => `42990126 0000000001 bad${String(index).padStart(3, '0')}`

async function misses(chat: Chat, count: number): Promise<void> {
  for (let index = 0; index < count; index++) await chat.says(guess(index))
}

describe('the guard against guessing', () => {
  it('locks a person after five misses in an hour, for fifteen minutes, with the same words for everything', async () => {
    const office = await openOffice()
    const chat = office.chat()
    await misses(chat, 5)
    const right = await chat.says(RIGHT)
    expect(right.text).toContain('尝试次数过多')
    expect((await chat.says(guess(9))).text).toBe(right.text)
    expect((await chat.says(`查验 ${RIGHT}`)).text).toBe(right.text)
    expect((await chat.says('帮助')).text).toContain('鄂票通')
    office.clock.advance(15 * MINUTE + 1)
    expect((await chat.says(RIGHT)).text).toContain('江城示范医院')
  })

  it('doubles the lock at the next miss, also over a restart', async () => {
    const office = await openOffice()
    const chat = office.chat()
    await misses(chat, 5)
    office.clock.advance(15 * MINUTE + 1)
    expect((await chat.says(guess(7))).text).toContain('查无此票')
    await office.restart()
    office.clock.advance(29 * MINUTE)
    expect((await chat.says(RIGHT)).text).toContain('尝试次数过多')
    office.clock.advance(2 * MINUTE)
    expect((await chat.says(RIGHT)).text).toContain('江城示范医院')
  })

  it('locks nobody else, but asks everybody for a second fact once five people have missed', async () => {
    const office = await openOffice()
    for (const user of ['a', 'b', 'c', 'd', 'e']) await misses(office.chat({ user }), 1)
    const owner = office.chat({ user: 'owner' })
    expect((await owner.says(RIGHT)).text).toMatch(/再补充一项/)
    expect((await owner.says('张三丰')).text).toContain('江城示范医院')
    const other = office.chat({ user: 'other' })
    expect((await other.says(RIGHT)).text).toMatch(/再补充一项/)
    expect((await other.says('2026-03-06 236.21')).text).toContain('江城示范医院')
    expect((await other.says(`${RIGHT} 2026-03-06 236.21`)).text).toContain('江城示范医院')
  })

  it('asks for the second fact whether the three values are right or wrong', async () => {
    const office = await openOffice()
    for (const user of ['a', 'b', 'c', 'd', 'e']) await misses(office.chat({ user }), 1)
    const right = await office.chat({ user: 'f' }).says(RIGHT)
    const wrong = await office.chat({ user: 'g' }).says(guess(1))
    expect(wrong.text).toBe(right.text)
    const missing = await office.chat({ user: 'g' }).says('张三丰')
    const misnamed = await office.chat({ user: 'f' }).says('张三')
    expect(missing.text).toContain('没有打开')
    expect(misnamed.text).toBe(missing.text)
  })

  it('takes date and amount one after the other, and whole yuan', async () => {
    const office = await openOffice()
    for (const user of ['a', 'b', 'c', 'd', 'e']) {
      await office.chat({ user }).says('42990426 0000000001 bad111')
    }
    const chat = office.chat({ user: 'owner' })
    await chat.says('42990426 0000000001 305518')
    expect((await chat.says('2026-07-09')).text).toContain('请再发金额')
    expect((await chat.says('200')).text).toContain('交通违法')
    await chat.says('42990426 0000000001 305518')
    expect((await chat.says('200 元')).text).toContain('请再发开票日期')
    expect((await chat.says('20260709')).text).toContain('交通违法')
  })

  it('counts a network of IPv6 addresses as one address', async () => {
    const office = await openOffice()
    const at = (index: number) => ({ user: `v${index}`, ip: `2001:db8:1:2::${index.toString(16)}` })
    for (let visitor = 0; visitor < 25; visitor++) {
      const chat = office.chat(at(visitor))
      for (const digit of '1234') await chat.says(`42990126 000000${1000 + visitor} bad${digit}aa`)
    }
    const right = '42990226 0000000001 bnqFFX'
    expect((await office.chat(at(200)).says(right)).text).toContain('尝试次数过多')
    const elsewhere = { user: 'elsewhere', ip: '2001:db8:1:3::1' }
    expect((await office.chat(elsewhere).says(right)).text).toContain('住院')
  })

  it('keeps the level of a lock over weeks', async () => {
    const office = await openOffice()
    const chat = office.chat()
    await misses(chat, 5)
    for (let day = 0; day < 10; day++) {
      office.clock.advance(24 * 60 * MINUTE + 1)
      expect((await chat.says(guess(20 + day))).text).toMatch(/查无此票/)
    }
    expect((await chat.says(RIGHT)).text).toContain('尝试次数过多')
    office.clock.advance(23 * 60 * MINUTE)
    expect((await chat.says(RIGHT)).text).toContain('尝试次数过多')
  })

  it('counts an address of the browser chat over all its visitors', async () => {
    const office = await openOffice()
    for (let visitor = 0; visitor < 25; visitor++) {
      const chat = office.chat({ user: `v${visitor}`, ip: '192.0.2.7' })
      for (const digit of '1234') await chat.says(`42990126 000000${1000 + visitor} bad${digit}aa`)
    }
    const next = office.chat({ user: 'next', ip: '192.0.2.7' })
    expect((await next.says(`42990226 0000000001 bnqFFX`)).text).toContain('尝试次数过多')
    const elsewhere = office.chat({ user: 'elsewhere', ip: '192.0.2.8' })
    expect((await elsewhere.says(`42990226 0000000001 bnqFFX`)).text).toContain('住院')
  })

  it('tells operators once, and wants a second fact for digits, when the whole system sees a thousand misses', async () => {
    const operator = { channel: 'telegram', conversation: '77', group: false }
    const office = await openOffice({ operators: [operator] })
    await office.store.transaction(async (tx) => {
      for (let index = 0; index < 999; index++) {
        const at = office.clock.now()
        await tx.misses.add({ id: `m${index}`, at, person: `p${index}`, target: `t${index}` })
      }
    })
    await misses(office.chat({ user: 'a' }), 2)
    const alarms = office.sent.filter(({ to }) => to.conversation === '77')
    expect(alarms.map(({ message }) => message.text)).toEqual([expect.stringContaining('1000 次')])
    const chat = office.chat({ user: 'owner' })
    expect((await chat.says('42990426 0000000001 305518')).text).toMatch(/再补充一项/)
    expect((await chat.says('赵大川')).text).toContain('交通违法')
    expect((await chat.says(RIGHT)).text).toContain('江城示范医院')
  })
})

describe('a question in between', () => {
  it('is no guess at a name', async () => {
    const office = await openOffice()
    const chat = office.chat()
    await chat.says('处罚决定书号 4299010000000015')
    expect((await chat.says('缴款人是谁？')).text).toContain('还在等您补充')
    expect((await chat.says('赵大川')).text).toContain('交通违法')
  })
})
