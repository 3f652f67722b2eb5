/** The gate: what of a message may go to which target. */
import { describe, expect, it } from 'vitest'
import { sendable } from '../../core/delivery.ts'
import { filesTravel, gated } from '../../core/gate.ts'
import { createKeys } from '../../core/keys.ts'
import type { OutboundMessage } from '../../core/message.ts'
import { createMemoryFiles } from '../support/memory-files.ts'

const home = { crossBorder: false, files: true }
const abroad = { crossBorder: true, files: true }
const plain = { crossBorder: false }
const chat = { channel: 'c', conversation: '1', group: false }
const group = { ...chat, group: true }
const file = { id: 'f1', name: '42990126.pdf', type: 'pdf' as const, size: 9, nonce: 'n' }
const receipt: OutboundMessage = {
  text: '查到这张票据：',
  personal: true,
  card: { title: '财政电子票据', lines: [] },
  files: [file],
}
const { nonce: _nonce, ...unlinked } = file
const everybodys: OutboundMessage = {
  ...{ text: '通知', personal: false },
  files: [{ ...unlinked, shared: true }],
}
const notice: OutboundMessage = { text: '通知', personal: false, files: [file] }

describe('the gate', () => {
  it('lets a private chat have everything', () => {
    expect(gated(receipt, chat)).toBe(receipt)
  })

  it('lets nothing personal into a group', () => {
    const passed = gated(receipt, group)
    expect(Object.keys(passed).toSorted()).toEqual(['personal', 'text'])
    expect(passed.text).toContain('请私聊我')
    expect(gated({ ...receipt, personal: false }, group)).toEqual(passed)
    expect(gated(notice, group)).toBe(notice)
  })

  it.each([
    [receipt, chat, home, 'themselves'],
    [receipt, chat, abroad, 'as-links'],
    [notice, chat, abroad, 'themselves'],
    [notice, group, home, 'as-links'],
    [notice, chat, plain, 'as-links'],
    [everybodys, group, abroad, 'themselves'],
    [{ ...everybodys, personal: true }, chat, abroad, 'themselves'],
    [{ ...everybodys, files: [{ ...file, shared: true as const }, file] }, group, home, 'as-links'],
    [everybodys, chat, plain, 'as-links'],
  ])('sends files themselves or as links (%#)', (message, to, traits, how) => {
    expect(filesTravel(message, to, traits)).toBe(how)
  })

  it('is asked for every message that leaves, and takes a channel it knows nothing of for one abroad', () => {
    const row = { id: 1, to: chat, message: receipt }
    const keys = createKeys('a secret for tests only')
    const options = {
      keys,
      publicUrl: () => 'https://example.org',
      files: createMemoryFiles(() => 0),
    }
    const themselves = sendable(row, options, home)
    expect(themselves.files).toMatchObject([{ name: '42990126.pdf', size: 9 }])
    expect(themselves.text).toBe(receipt.text)
    for (const traits of [abroad, undefined]) {
      const linked = sendable(row, options, traits)
      expect(linked).not.toHaveProperty('files')
      expect(linked.text).toContain(`https://example.org/f/${keys.linkToken('n')}`)
    }
    const named = sendable({ ...row, message: everybodys }, options, plain)
    expect(named).toMatchObject({ text: '通知' })
    expect(named).not.toHaveProperty('files')
  })
})
