/** The official account with no calls left for the day. */
import { describe, expect, it } from 'vitest'
import { openAccount } from './opened.ts'

const SEND = '/cgi-bin/message/custom/send'
const HOUR = 60 * 60_000
const to = { channel: 'wechat-official', conversation: 'o-user-1', group: false }
const message = (id: number) => ({ id, text: '好', personal: true })
const limited = { kind: 'limited', scope: 'conversation', retryAfterMs: 60_000 }

/** 20:00 in Wuhan. */
const EVENING = Date.UTC(2026, 10, 23, 12)

describe('45009', () => {
  it('ends all calls until midnight, whoever writes, and is told once a day', async () => {
    let now = EVENING
    let told = 0
    const onQuotaSpent = () => void told++
    const { api, channel } = await openAccount({ clock: () => now, onQuotaSpent })
    api.refuse(SEND, 45009)
    await expect(channel.send(to, message(1))).rejects.toMatchObject(limited)
    now += 3 * HOUR + 59 * 60_000
    await expect(channel.send(to, message(1))).rejects.toMatchObject(limited)
    await expect(channel.send({ ...to, conversation: 'o-2' }, message(2))).rejects.toThrow()
    expect(api.sent).toEqual([])
    now += 60_000
    await channel.send(to, message(1))
    expect(api.sent).toHaveLength(1)
    expect(told).toBe(1)
    api.refuse(SEND, 45009)
    await expect(channel.send(to, message(2))).rejects.toMatchObject(limited)
    expect(told).toBe(2)
  })

  it('leaves answers in the callback as they are', async () => {
    const { api, channel, says } = await openAccount()
    api.refuse(SEND, 45009)
    await expect(channel.send(to, message(1))).rejects.toMatchObject(limited)
    expect((await says({ text: '帮助' })).text).toContain('鄂票通')
  })
})
