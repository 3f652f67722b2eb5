/** How announcements are handed out: one at a time to a chat, and the next one as soon as it is done. */
import { expect, it, vi } from 'vitest'
import { bureau, published, sender } from '../support/announcing.ts'
import { CLINIC } from '../support/people.ts'

it('sends the next one to a chat at once, also when it was looked for in the middle of the last', async () => {
  const office = await bureau()
  const audience = { units: [CLINIC.code] }
  for (const title of ['一', '二', '三']) await published(office, { audience, title })
  const looks = vi.spyOn(office.store.deliveries, 'due')
  const ended = () => looks.mock.settledResults.filter(({ type }) => type !== 'incomplete').length
  const texts: string[] = []
  const { open } = sender(office, [], undefined, {
    async send(_to, { text }) {
      const before = ended()
      announcer.wake()
      await vi.waitFor(() => expect(ended()).toBeGreaterThan(before))
      texts.push(text)
    },
  })
  const announcer = open()
  await announcer.start()
  await announcer.idle()
  expect(texts).toHaveLength(3)
  await announcer.stop()
})
