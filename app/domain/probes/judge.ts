/** What is remembered of a probe from one check to the next. */
export interface Watch {
  /** An alarm was raised, and nothing has taken it back yet. */
  readonly failing: boolean
  /** In a row, up to now. */
  readonly failures: number
  readonly successes: number
  /** The first failure of those that led, or may lead, to an alarm. */
  readonly failingSince: Date | null
}

export interface Thresholds {
  readonly failuresToAlarm: number
  readonly successesToRecover: number
}

export interface Judgement {
  readonly watch: Watch
  readonly event: 'none' | 'failed' | 'recovered'
}

/** What a verdict on a probe rests on; kept in the audit with its instants as ISO texts. */
export interface JudgedFacts {
  readonly watch: Watch
  readonly check: { readonly ok: boolean; readonly at: Date }
  readonly thresholds: Thresholds
}

/**
 * Weighs one more check. A single success forgets all failures before an alarm; after one it takes as many in a
 * row as the threshold says, so that a service that flickers raises one alarm and not ten.
 */
export function judge({ watch, check, thresholds }: JudgedFacts): Judgement {
  if (check.ok) {
    const successes = watch.successes + 1
    const recovered = watch.failing && successes >= thresholds.successesToRecover
    const failing = watch.failing && !recovered
    const failingSince = failing ? watch.failingSince : null
    return {
      watch: { failing, failures: 0, successes, failingSince },
      event: recovered ? 'recovered' : 'none',
    }
  }
  const failures = watch.failures + 1
  const failed = !watch.failing && failures >= thresholds.failuresToAlarm
  return {
    watch: {
      failing: watch.failing || failed,
      failures,
      successes: 0,
      failingSince: watch.failingSince ?? check.at,
    },
    event: failed ? 'failed' : 'none',
  }
}
