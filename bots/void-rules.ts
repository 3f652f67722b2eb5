/** The rules of void requests, as the configuration sets them. */
import type { VoidRules } from '../core/receipts/void/rules.ts'
import type { Config } from './config.ts'

type Settings = Pick<
  Config,
  'VOID_DEADLINE_DAYS' | 'VOID_OFFICER_ABOVE' | 'VOID_OFFICER_EARLIER_YEARS' | 'VOID_ASK_SECONDS'
>

export function voidRulesOf(config: Settings): VoidRules {
  const above = config.VOID_OFFICER_ABOVE
  return {
    deadlineDays: config.VOID_DEADLINE_DAYS,
    officerEarlierYears: config.VOID_OFFICER_EARLIER_YEARS,
    firstAskMs: config.VOID_ASK_SECONDS * 1000,
    ...(above !== undefined && { officerAboveFen: Math.round(above * 100) }),
  }
}
