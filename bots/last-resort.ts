/** What nobody caught ends the process: what was accepted is in the store, and a fresh start takes it up. */
import { whereThrown } from '../core/errors.ts'
import type { Logger } from '../core/ports.ts'

/**
 * Logs the name and the place of the failure, never its message: that might hold what a person typed.
 * `spared` takes a failure upon itself by answering true: then the process goes on.
 */
export function endAtLastResort(
  logger: Logger,
  spared: (error: unknown) => boolean = () => false,
): void {
  const end = (error: unknown) => {
    if (spared(error)) return
    const reason = error instanceof Error ? error.name : 'unknown'
    logger.error('ended by what nobody caught', { reason, stack: whereThrown(error) })
    process.exit(1)
  }
  process.on('uncaughtException', end).on('unhandledRejection', end)
}

/** Who reads our output may leave (`npm start | head`): that is no reason to end. */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
}
