/** Fail points: in tests only, the process kills itself when it reaches a named step for the n-th time. */
import type { Reached, Step } from '../core/ports.ts'

/** `EPIAOTONG_FAIL_AT=after-send:3`; ignored unless NODE_ENV is `test`. */
export function failPoints(environment: NodeJS.ProcessEnv = process.env): Reached {
  const [step, count = '1'] = environment['EPIAOTONG_FAIL_AT']?.split(':') ?? []
  if (environment['NODE_ENV'] !== 'test' || !step) return () => undefined
  let left = Number(count)
  return (reached: Step) => {
    if (reached === step && --left === 0) process.kill(process.pid, 'SIGKILL')
  }
}
