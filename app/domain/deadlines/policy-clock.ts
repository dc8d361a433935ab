import type { NewClockEntry } from '#app/domain/deadlines/append-clock.ts'
import type { CurrentPolicy } from '#app/domain/policy/current-policy.ts'

/** The number of the policy that gave the days of an entry of the ledger, and in which version. */
export interface PolicyDays {
  readonly policyVersion: number
  readonly rule: 'deadlineDays' | 'floorDays'
}

/** A clock that starts with the days of the policy. */
export const startByPolicy = ({ version, rules }: CurrentPolicy): NewClockEntry => ({
  kind: 'started',
  days: rules.deadlineDays,
  cause: 'requested',
  by: { policyVersion: version, rule: 'deadlineDays' },
})

/** A clock that goes on with what was left, but never too little to act on. */
export const resumeByPolicy = (
  { version, rules }: CurrentPolicy,
  cause: 'rejected' | 'intake_failed',
): NewClockEntry => ({
  kind: 'resumed',
  leastDays: rules.floorDays,
  cause,
  by: { policyVersion: version, rule: 'floorDays' },
})
