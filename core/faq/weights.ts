/** The weights that ship; `npm run cli -- faq train` writes the file. */
import type { Weights } from './rank.ts'
import weights from './weights.json' with { type: 'json' }

export const WEIGHTS: Weights = weights
