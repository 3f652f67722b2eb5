/** What is counted, in the form that Prometheus reads. Labels are a few fixed words. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { backlogOf, type BacklogStore, unknownOf } from '../../core/backlog.ts'
import type { Meter } from '../../core/ports.ts'

export interface Metrics extends Meter {
  readonly contentType: string
  text(): Promise<string>
}

const HELP = {
  received: 'Messages taken into the inbox',
  answered: 'Messages whose answer was kept',
  failed: 'Turns that threw',
  setAside: 'Messages set aside after three failures',
  sent: 'Tries to send, by what became of them',
  misses: 'Tries that opened no receipt',
  connection: 'What became of the connection to a network',
} as const

/** The backlog is read from the store when the metrics are asked for. */
export function createMetrics(store: BacklogStore): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const counters = new Map<string, Counter>()
  for (const [name, help] of Object.entries(HELP)) {
    const labelNames =
      name === 'sent' || name === 'connection' ? ['channel', 'result'] : ['channel']
    const metric = `epiaotong_${snake(name)}_total`
    counters.set(name, new Counter({ name: metric, help, labelNames, registers: [registry] }))
  }
  const histogram = (name: string, help: string) =>
    new Histogram({
      name: `epiaotong_${name}_seconds`,
      help,
      buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [registry],
    })
  const times = {
    turn: histogram('turn', 'From taking a message up to keeping its answer'),
    send: histogram('send', 'One try to send'),
  }
  registerBacklog(registry, store)
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    count: (name, labels) => counters.get(name)?.inc(labels),
    time: (name, ms) => times[name].observe(ms / 1000),
  }
}

function registerBacklog(registry: Registry, store: BacklogStore): void {
  new Gauge({
    name: 'epiaotong_backlog',
    help: 'Messages that wait',
    labelNames: ['queue'],
    registers: [registry],
    async collect() {
      const backlog = await backlogOf(store)
      for (const queue of ['inbox', 'setAside', 'outbox'] as const) {
        this.set({ queue }, backlog[queue])
      }
      this.set({ queue: 'unknown' }, unknownOf(backlog))
    },
  })
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
