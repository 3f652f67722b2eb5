/** The sandbox's ledger behind HTTP on loopback, with the faults that a test wants between it and who asks. */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ReceiptPlatform } from '../../core/ports.ts'

export interface LedgerServer {
  readonly url: string
  close(): Promise<void>
}

/** What happens to one call: `lost` does it and gives no answer, `cut` neither does it nor answers. */
export type Fault = 'none' | 'lost' | 'cut'

export async function serveLedger(
  platform: ReceiptPlatform,
  faultOf: (method: string) => Fault = () => 'none',
): Promise<LedgerServer> {
  const server: Server = createServer((request, response) => {
    const method = (request.url ?? '').slice(1) as keyof ReceiptPlatform
    void (async () => {
      const args = JSON.parse(await bodyOf(request)) as never[]
      const fault = faultOf(method)
      if (fault === 'cut') return void request.socket.destroy()
      const value = await (platform[method] as (...all: never[]) => Promise<unknown>)(...args)
      if (fault === 'lost') return void request.socket.destroy()
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ value }))
    })().catch(() => response.writeHead(500).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}
