/** The page with the code that logs WeChat in. */
import fastify from 'fastify'
import { describe, expect, it, onTestFinished } from 'vitest'
import { pictureOf, registerLoginPage } from '../../../adapters/wechat/login-page.ts'

describe('the login page', () => {
  it('shows the code to who has the address, and nothing to anybody else', async () => {
    const app = fastify()
    onTestFinished(() => app.close())
    registerLoginPage(app, (token) =>
      Promise.resolve(token === 'right' ? 'http://weixin.qq.com/x/1' : undefined),
    )
    const shown = await app.inject({ url: '/wechat/login/right' })
    expect(shown.statusCode).toBe(200)
    expect(shown.headers).toMatchObject({ refresh: '15', 'cache-control': 'no-store' })
    expect(shown.headers['content-type']).toMatch(/^image\/svg\+xml/)
    expect((await app.inject({ url: '/wechat/login/wrong' })).statusCode).toBe(410)
  })

  it('draws the three corners of a code, and another picture for another code', () => {
    const picture = pictureOf('http://weixin.qq.com/x/1')
    const size = Number(/viewBox="0 0 (\d+)/.exec(picture)?.[1])
    const dark = new Set(
      [...picture.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x},${y}`),
    )
    const [first = ''] = [...dark].sort(
      (one, two) => Number(one.split(',')[1]) - Number(two.split(',')[1]),
    )
    const [left = 0, top = 0] = first.split(',').map(Number)
    for (let step = 0; step < 7; step++) {
      expect(dark).toContain(`${left + step},${top}`)
      expect(dark).toContain(`${left},${top + step}`)
    }
    expect(size).toBeGreaterThan(25)
    expect(pictureOf('http://weixin.qq.com/x/2')).not.toBe(picture)
  })
})
