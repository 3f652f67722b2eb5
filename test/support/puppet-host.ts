/** A process that plays WeChat over gRPC: wechaty's own puppet server around the mock. `host.ts PORT TOKEN`. */
import { FileBox } from 'file-box'
import type { Puppet } from '../../adapters/wechat/life.ts'
import { createWorld } from './wechat-world.ts'

/** What it is told to do. */
export type HostOrder =
  | {
      readonly do: 'bring'
      readonly payload: Readonly<Record<string, unknown>>
      /** Its content, in base64, where it is a file. */
      readonly file?: string
    }
  | { readonly do: 'login' | 'logout' | 'settle' }
  /** What is sent from now on goes out, and then fails with these words, or is never answered. */
  | { readonly do: 'fail'; readonly words?: string }
  | { readonly do: 'scan'; readonly code: string }

interface Server {
  start(): Promise<void>
}

/** By a name that the compiler does not follow: its types change those of Node's `util`. */
const service = 'wechaty-puppet-service'
const { PuppetServer } = (await import(service)) as {
  PuppetServer: new (options: { endpoint: string; puppet: Puppet; token: string }) => Server
}

const [port = '0', token = ''] = process.argv.slice(2)
const world = createWorld((said) => process.send?.({ said }))
for (let user = 1; user <= 300; user++) world.contact(`wxid-${user}`)
world.room('unit@chatroom', ['wxid-1', 'wxid-2'])
const puppet = world.makePuppet()
const server = new PuppetServer({ endpoint: `127.0.0.1:${port}`, puppet, token })
await server.start()
await puppet.start()

function bring(payload: Readonly<Record<string, unknown>>, file?: string): void {
  if (file !== undefined) {
    const box = FileBox.fromBase64(file, String(payload['filename']))
    world.mocker().cacheFileBoxPayload.set(String(payload['id']), box.toJSON())
  }
  world.bring(payload)
}

function fail(words: string | undefined): void {
  world.failing.afterwards = words === undefined ? 'silence' : new Error(words)
}

process.on('message', (order: HostOrder) => {
  if (order.do === 'bring') bring(order.payload, order.file)
  else if (order.do === 'scan') world.mocker().scan(order.code)
  else if (order.do === 'login') world.login()
  else if (order.do === 'fail') fail(order.words)
  else if (order.do === 'settle') process.send?.({ settled: true })
  else void world.puppet().logout('kicked')
})
process.on('disconnect', () => process.exit(0))
process.send?.({ ready: true })
