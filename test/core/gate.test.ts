/** The gate: what of a message may go to which target. */
import { describe, expect, it } from 'vitest'
import { sendable } from '../../core/delivery.ts'
import { type Carrying, gated } from '../../core/gate.ts'
import { createKeys } from '../../core/keys.ts'

const home = { crossBorder: false }
const abroad = { crossBorder: true }
const chat = { channel: 'c', conversation: '1', group: false }
const group = { ...chat, group: true }
const receipt: Carrying = {
  text: '查到这张票据：',
  personal: true,
  card: { title: '财政电子票据', lines: [] },
  attachments: ['42990126-0000000001.pdf'],
}
const notice: Carrying = { text: '通知', personal: false, attachments: ['notice.pdf'] }

describe('the gate', () => {
  it('lets a private chat at home have everything', () => {
    expect(gated(receipt, chat, home)).toBe(receipt)
  })

  it('lets no file of a receipt go abroad while that is not approved, and the words go on', () => {
    const { attachments: _files, ...words } = receipt
    expect(gated(receipt, chat, abroad)).toEqual(words)
    expect(gated(notice, chat, abroad)).toBe(notice)
  })

  it.each([home, abroad])('lets nothing personal into a group (%j)', (traits) => {
    const passed = gated(receipt, group, traits)
    expect(Object.keys(passed).toSorted()).toEqual(['personal', 'text'])
    expect(passed.text).toContain('请私聊我')
    expect(gated({ ...receipt, personal: false }, group, traits)).toEqual(passed)
    expect(gated(notice, group, traits)).toBe(notice)
  })

  it('is asked for every message that leaves, and takes a channel it knows nothing of for one abroad', () => {
    const row = { id: 1, to: chat, message: receipt }
    const options = { keys: createKeys('a secret for tests only'), publicUrl: () => '' }
    expect(sendable(row, options, home)).toHaveProperty('attachments')
    expect(sendable(row, options, abroad)).not.toHaveProperty('attachments')
    expect(sendable(row, options)).not.toHaveProperty('attachments')
  })
})
