import { requirePermission } from '#app/domain/access/permissions.ts'
import { dayAfter, parisDay } from '#app/domain/calendar/paris.ts'
import { ourDayAfter } from '#app/domain/calendar/promised-day.ts'
import type { Context } from '#app/domain/context.ts'
import { currentPolicy } from '#app/domain/policy/current-policy.ts'
import { EXAMINE_MAX_DAYS } from '#app/domain/restrictions/schemas.ts'
import { rows } from '#db/client.ts'
import type { Capability, RestrictionCause } from '#db/models/restrictions.ts'

/** An account whose restrictions by hand are to be looked at again: the day that its merchant was told has come. */
export interface Examination {
  readonly accountId: string
  readonly accountName: string
  /** `YYYY-MM-DD` in Paris. */
  readonly examineBy: string
  /** That day is over: the merchant reads that we are late. */
  readonly late: boolean
  /** The day after as long again, by the policy in force; `YYYY-MM-DD`. */
  readonly nextBy: string
  /** The first and the last day that may be set. */
  readonly nextFrom: string
  readonly nextUntil: string
  /** Everything that officers and keys withhold, the earliest first. */
  readonly restrictions: readonly {
    readonly id: string
    readonly capability: Capability
    readonly cause: RestrictionCause
    /** As JSON has it. */
    readonly imposedAt: string
    readonly reason: string | null
  }[]
}

/** More wait than one page shows only when nobody decides: those promised first come first. */
const SHOWN = 200

/** Those whose day has come, in the order of their days: of all accounts, or of one. */
export async function listExaminations(
  ctx: Context,
  accountId: string | null = null,
): Promise<Examination[]> {
  requirePermission(ctx.actor, 'account:list')
  const now = ctx.clock.now()
  const { rules } = await currentPolicy(ctx)
  const next = {
    nextBy: ourDayAfter(now, rules.promises.examineBusinessDays).toString(),
    nextFrom: dayAfter(now, 1),
    nextUntil: dayAfter(now, EXAMINE_MAX_DAYS),
  }
  const found = await rows<Omit<Examination, keyof typeof next>>(
    ctx.db,
    `select a.id as account_id, a.name as account_name, min(r.examine_by) as examine_by,
        min(r.examine_by) < cast(:today as date) as late,
        jsonb_agg(jsonb_build_object('id', r.id, 'capability', r.capability, 'cause', r.cause,
          'imposedAt', r.imposed_at, 'reason', r.basis ->> 'reason') order by r.imposed_at, r.id) as restrictions
      from restrictions r join accounts a on a.id = r.account_id
      where r.lifted_at is null and r.examine_by <= cast(:today as date) and a.closed_at is null
        and (cast(:accountId as uuid) is null or a.id = cast(:accountId as uuid))
      group by a.id order by min(r.examine_by), a.id limit :limit`,
    { accountId, today: parisDay(now).toString(), limit: SHOWN },
  )
  return found.map((examination) => ({ ...examination, ...next }))
}
