/** What officers do with an announcement by words: said twice, said too early, and said without a number. */
import { describe, expect, it } from 'vitest'
import type { Content } from '../../core/announcements/announcement.ts'
import { bureau, drafted, published, sender } from '../support/announcing.ts'
import { HOUR } from '../support/clock.ts'
import type { Office } from '../support/office.ts'

const chatOf = (office: Office, user: string) => office.chat({ channel: 'telegram', user })
const stateOf = async ({ store }: Office, id: string) => (await store.announcements.find(id))?.state

describe('one that has a time', () => {
  /** Approved, and sent off to leave in an hour: at 11:00. */
  async function scheduled() {
    const office = await bureau()
    const { id } = await drafted(office, { sendAt: office.clock.now() + HOUR })
    const [writer, approver] = [chatOf(office, 'writer'), chatOf(office, 'approver')]
    await approver.says(`审批通知 ${id}`)
    await approver.presses('同意发布')
    const said = await writer.says(`发送通知 ${id}`)
    return { office, writer, id, said }
  }

  it('is told to who wrote it: approved, and leaving only on a word', async () => {
    const office = await bureau()
    const toldOf = async (content: Partial<Content>) => {
      const { id } = await drafted(office, content)
      const approver = chatOf(office, 'approver')
      await approver.says(`审批通知 ${id}`)
      await approver.presses('同意发布')
      const told = office.sent.findLast(({ to }) => to.conversation === 'writer')
      return told?.message.text
    }
    const timed = await toldOf({ sendAt: office.clock.now() + HOUR })
    expect(timed).toContain('已审批，可以发送了。发“发送通知 A-000001”才会在 11:00 发出。')
    expect(await toldOf({})).toContain('发“发送通知 A-000002”才会发出。')
    await office.passes(2 * HOUR)
    expect(await stateOf(office, 'A-000001')).toBe('approved')
  })

  it('does not leave early for words that are said twice', async () => {
    const { office, writer, id, said } = await scheduled()
    expect(said.text).toBe(`通知 ${id}：已审批，将在 11:00 自动发出。`)
    expect(said.choices).toEqual([])
    const again = await writer.says(`发送通知 ${id}`)
    const sooner = `要提前发，请选“现在发送”，或者发“现在发送 ${id}”。`
    expect(again.text).toContain(`${said.text}${sooner}`)
    expect(await stateOf(office, id)).toBe('scheduled')
    await office.passes(HOUR)
    expect(await stateOf(office, id)).toBe('sending')
  })

  it('leaves early for a press, or a word with its number', async () => {
    const { office, writer, id } = await scheduled()
    await writer.says(`发送通知 ${id}`)
    expect((await writer.presses('现在发送')).text).toBe(`通知 ${id}：发送中。`)
    const other = await scheduled()
    const { text } = await other.writer.says(`现在发送 ${other.id}`)
    expect(text).toBe(`通知 ${other.id}：发送中。`)
    expect(await stateOf(office, id)).toBe('sending')
  })
})
