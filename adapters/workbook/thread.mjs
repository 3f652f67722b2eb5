/** Begins a thread in TypeScript: Node 20 takes no such file for a thread, however it was started itself. */
import { register } from 'tsx/esm/api'

register()
await import('./xlsx-worker.ts')
