/** What officers do with an announcement by words: said twice, said too early, and said without a number. */
import { describe, expect, it } from 'vitest'
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
