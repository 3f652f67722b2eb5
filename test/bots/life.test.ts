/** Starting and stopping, when the two meet. */
import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { live } from '../../bots/life.ts'

/** A process that notes how it ended, and a start that goes on when the test wants. */
function beginning() {
  const events = new EventEmitter()
  const log: string[] = []
  let started: (() => void) | undefined
  let failed: ((error: Error) => void) | undefined
  const host = {
    on: events.on.bind(events),
    exit: (code: number) => log.push(`exit ${code}`),
  } as unknown as NodeJS.Process
  const stop = async () => {
    log.push('stopping')
    await Promise.resolve()
    log.push('stopped')
  }
  const serving = live(
    () =>
      new Promise<{ stop: typeof stop }>((resolve, reject) => {
        started = () => resolve({ stop })
        failed = reject
      }),
    host,
  )
  return {
    ...{ serving, log },
    signal: (name: string) => events.emit(name),
    started: () => started?.(),
    failed: () => failed?.(new Error('no')),
    settled: () => new Promise((resolve) => setImmediate(resolve)),
  }
}

describe('a process that serves', () => {
  it('told to stop while it starts, starts to the end and then stops', async () => {
    const { serving, log, signal, started, settled } = beginning()
    signal('SIGTERM')
    await settled()
    expect(log).toEqual([])
    started()
    expect(await serving).toBeUndefined()
    await settled()
    expect(log).toEqual(['stopping', 'stopped', 'exit 0'])
  })

  it('stops once, however often it is told', async () => {
    const { serving, log, signal, started, settled } = beginning()
    started()
    expect(await serving).toBeDefined()
    for (const name of ['SIGINT', 'SIGINT', 'SIGTERM']) signal(name)
    await settled()
    signal('SIGTERM')
    await settled()
    expect(log).toEqual(['stopping', 'stopped', 'exit 0'])
  })

  it('told to stop before a start that fails, tells of the failure and nothing else', async () => {
    const { serving, log, signal, failed, settled } = beginning()
    signal('SIGTERM')
    failed()
    await expect(serving).rejects.toThrow('no')
    await settled()
    expect(log).toEqual([])
  })
})
