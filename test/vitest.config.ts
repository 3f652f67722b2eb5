import { defineConfig } from 'vitest/config'

const isLong = process.env['LONG'] !== undefined

export default defineConfig({
  test: {
    setupFiles: ['test/support/drawn.ts'],
    testTimeout: isLong ? 1_800_000 : 30_000,
    hookTimeout: isLong ? 120_000 : 60_000,
  },
})
