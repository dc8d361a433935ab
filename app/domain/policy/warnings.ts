import { LAST_NOTICE_HOURS } from '#app/domain/notices/enough-notices.ts'
import { amountOf, type PolicyRules } from '#app/domain/policy/schemas.ts'

/** What is allowed and yet deserves a second look before it is switched on. */
export type PolicyWarning =
  /** The last reminder is not 72 hours old when the first step is due: it will come that much later. */
  | { readonly kind: 'noticeTooRecent' }
  | { readonly kind: 'suspendsAtOnce' }
  | { readonly kind: 'breakerNeverHolds' }
  /** Regulation (EU) 2024/1624, article 26. */
  | { readonly kind: 'highRiskTooRare' }

/** At most a year for high risk: Regulation (EU) 2024/1624, article 26. */
const HIGH_RISK_YEARS = 1

/** What of these rules is allowed and will not do what its author may expect. */
export function policyWarnings({ reminderDays, ladder, breaker, renewal }: PolicyRules): PolicyWarning[] {
  const [first] = ladder
  if (!first) return []
  const lastReminder = Math.min(...reminderDays)
  // Business days last longer than as many days only where a weekend lies among them: the shorter case counts.
  const graceDays = amountOf(first.after)
  return [
    ...((graceDays + lastReminder) * 24 < LAST_NOTICE_HOURS ? [{ kind: 'noticeTooRecent' as const }] : []),
    ...(first.withhold.length > 1 ? [{ kind: 'suspendsAtOnce' as const }] : []),
    ...(breaker.share === 1 ? [{ kind: 'breakerNeverHolds' as const }] : []),
    ...(renewal.reviewYears.high > HIGH_RISK_YEARS ? [{ kind: 'highRiskTooRare' as const }] : []),
  ]
}
