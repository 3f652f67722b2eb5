import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const isLong = process.env['LONG'] !== undefined

export default defineConfig({
  test: {
    // Many tests wait, for a process or a disk: on two cores vitest would run one file at a time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    setupFiles: ['test/support/drawn.ts'],
    testTimeout: isLong ? 1_800_000 : 30_000,
    hookTimeout: isLong ? 120_000 : 60_000,
  },
})
