/** Leaving ends at once what it allowed, whatever was open: each dialog and each old button asks anew. */
import { describe, expect, it } from 'vitest'
import { hashToken } from '../../core/keys.ts'
import type { Chat, Office, Spoken } from '../support/office.ts'
import { codeIn, CLINIC, fillDirectory, HOSPITAL } from '../support/people.ts'
import {
  asksFor,
  clinicReceipt,
  keyOf,
  noticeTo,
  requestOf,
  type Staff,
  withStaff,
} from '../support/voids.ts'

const OVER = /不在您的职责范围|没有这项内容|办不了|没有绑定|还差校验码|查不到/
const browser = 'a browser'

/** However somebody may lose what they were allowed. */
const ways: Readonly<Record<string, (staff: Staff, who: Chat, name: string) => Promise<void>>> = {
  async 'was removed'({ boss }, _who, name) {
    await boss.says(`移除 ${name}`)
    await boss.says('1')
    await boss.says('确认移除')
  },
  async 'has unbound'(_staff, who) {
    await who.says('解绑')
    await who.says('确认解绑')
  },
  async 'is of a unit that left the directory'({ office }) {
    office.clock.advance(1000)
    await fillDirectory(office, [HOSPITAL])
  },
}

const linkOf = async (office: Office, { link = '' }: Spoken) => {
  const token = link.split('/r/')[1] ?? ''
  const now = office.clock.now()
  return office.store.transaction((tx) => tx.links.open(hashToken(token), hashToken(browser), now))
}

describe.each(['telegram', 'web', 'console'])('on %s, who', (channel) => {
  describe.each(Object.entries(ways))('%s', (_name, leave) => {
    it('opens no receipt of the unit any more, by no button and no open question', async () => {
      const receipts = [1, 2].map((index) => clinicReceipt(index, { issuedOn: '2026-05-02' }))
      const staff = await withStaff({ channel, receipts })
      const { office, hand } = staff
      const list = await hand.says('查票 缴款人：吴示范 2026-05-02')
      const card = await hand.says(keyOf(1))
      const verified = await hand.presses('查验', card)
      const opened = await hand.presses(list.choices[0]?.label ?? '', list)
      expect(opened.text).toContain('楚天示范中医院')
      await hand.presses('核对日期和金额', verified)
      await office.restart()
      await leave(staff, hand, '张经办')
      const steps: [string, Spoken][] = [
        [list.choices[0]?.label ?? '', list],
        ['完整票据', card],
        ['查验', card],
        ['冲红申请', card],
        ['完整票据', verified],
        ['核对日期和金额', verified],
        ['完整票据', opened],
      ]
      for (const [label, of] of steps) {
        const { text, link } = await hand.presses(label, of)
        expect(text, label).toMatch(OVER)
        expect(link, label).toBeUndefined()
      }
    })

    it('invites nobody, and what was invited before falls', async () => {
      const staff = await withStaff({ channel })
      const { office, head } = staff
      const code = codeIn((await head.says('邀请 经办 新人')).text)
      await leave(staff, head, '李负责')
      expect(codeIn((await head.says(`邀请 经办 新人 ${CLINIC.code}`)).text)).toBe('')
      const late = await office.chat({ channel, user: 'new' }).says(`绑定 ${code}`)
      expect(late.text).toContain('已经失效')
    })

    it('decides on no request, by no card that came before', async () => {
      const staff = await withStaff({ channel, without: ['second'] })
      const { office, hand, head } = staff
      const id = await asksFor(hand, 1)
      const card = noticeTo(office, head)
      await leave(staff, head, '李负责')
      for (const label of ['同意', '看票据']) {
        const { text } = await head.presses(label, card)
        expect(text, label).not.toMatch(/已同意|楚天示范中医院[^]*236/)
      }
      expect((await requestOf(office, id)).state).toBe('requested')
    })
  })

  // Who unbinds closes the question with these very words.
  it.each(['was removed', 'is of a unit that left the directory'])(
    '%s goes on with no question that was open about such a receipt',
    async (way) => {
      const staff = await withStaff({ channel })
      const { office, hand } = staff
      const verified = await hand.presses('查验', await hand.says(keyOf(1)))
      await hand.presses('核对日期和金额', verified)
      expect((await hand.says('2026-05-02 236.21')).text).toContain('楚天示范中医院')
      await hand.presses('核对日期和金额', verified)
      await office.restart()
      await ways[way]?.(staff, hand, '张经办')
      const { text } = await hand.says('2026-05-02 236.21')
      expect(text).not.toMatch(/楚天示范中医院|出了点问题/)
      expect(office.logged.join()).not.toContain('turn failed')
    },
  )

  it('was removed or has unbound opens no page by a link that was given before', async () => {
    for (const way of ['was removed', 'has unbound'] as const) {
      const staff = await withStaff({ channel })
      const { office, hand } = staff
      const page = await hand.presses('完整票据', await hand.says(keyOf(1)))
      expect(await linkOf(office, page)).toBeDefined()
      const other = await hand.presses('完整票据', await hand.says(keyOf(2)))
      await ways[way]?.(staff, hand, '张经办')
      for (const one of [page, other]) expect(await linkOf(office, one)).toBeUndefined()
    }
  })
})

describe('who works for a unit on', () => {
  it('keeps every step with a receipt of it, while others are still asked for the check code', async () => {
    const { hand, boss } = await withStaff()
    const card = await hand.says(keyOf(1))
    expect((await hand.presses('查验', card)).text).toContain('楚天示范中医院')
    expect((await hand.presses('完整票据', card)).link).toMatch(/\/r\//)
    expect((await boss.says(keyOf(1))).text).toContain('还差校验码')
  })
})
