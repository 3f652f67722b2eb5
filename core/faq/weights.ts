/** What was learned by `faq train`, as it ships. */
import type { Weights } from './rank.ts'
import learned from './weights.json' with { type: 'json' }

export const weights: Weights = learned
