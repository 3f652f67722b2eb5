/** A process that serves: started, told to stop by a signal at any moment, and stopped once. */

/** A stop that takes longer than this is cut short: what was accepted is in the store. */
const LONGEST_STOP_MS = 15_000

export interface Serving {
  /** Intake first, then what is under way. */
  stop(): Promise<void>
}

/**
 * Undefined when it was told to stop before it had started. A start under way is let end first, and a second signal
 * changes nothing: npm passes on the one that a terminal has sent to both already.
 */
export async function live<S extends Serving>(
  start: () => Promise<S>,
  host: Pick<NodeJS.Process, 'on' | 'exit'> = process,
): Promise<S | undefined> {
  const starting = start()
  let stopping = false
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    setTimeout(() => host.exit(1), LONGEST_STOP_MS).unref()
    const serving = await starting.catch(() => undefined)
    if (!serving) return
    await serving.stop()
    host.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) host.on(signal, () => void stop())
  const serving = await starting
  return stopping ? undefined : serving
}
