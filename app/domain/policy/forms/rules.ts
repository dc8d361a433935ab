import { z } from 'zod'
import { revision } from '#app/domain/policy/forms/draft.ts'
import {
  type After,
  amountOf,
  MAX_BUSINESS_DAYS,
  MAX_DAYS,
  type PolicyRules,
  policyRulesSchema,
} from '#app/domain/policy/schemas.ts'
import { CAPABILITIES } from '#app/domain/restrictions/schemas.ts'

export const TIME_UNITS = ['businessDays', 'days'] as const
export const WITHHELD = ['payouts', 'payments', 'both'] as const
const capabilitiesOf = (withheld: (typeof WITHHELD)[number]) =>
  withheld === 'both' ? CAPABILITIES : ([withheld] as const)

const days = (least: number) => z.int().min(least).max(MAX_DAYS)

/** The rules as one form has them: a ladder has two steps at most, since each must withhold more than the last. */
export const rulesFormSchema = z
  .strictObject({
    revision,
    deadlineDays: days(1),
    floorDays: days(0),
    reminderDays: z
      .string()
      .trim()
      .max(100)
      .regex(/^\d{1,3}([\s,;]+\d{1,3})*$/, 'policy.reminderList'),
    firstAfter: days(0),
    firstUnit: z.enum(TIME_UNITS),
    firstWithheld: z.enum(WITHHELD),
    secondAfter: days(0).optional(),
    secondUnit: z.enum(TIME_UNITS),
    breakerAccounts: z.int().min(0).max(1_000_000),
    breakerPercent: z.number().min(0).max(100).multipleOf(0.01),
    askDays: days(1),
    startDays: days(1),
    reviewYearsHigh: z.int().min(1).max(5),
    reviewYearsStandard: z.int().min(1).max(5),
    answerBusinessDays: z.int().min(1).max(MAX_BUSINESS_DAYS),
    examineBusinessDays: z.int().min(1).max(MAX_BUSINESS_DAYS),
  })
  .superRefine((form, check) => {
    const tooMany = ([after, unit]: readonly [number | undefined, string]) =>
      unit === 'businessDays' && (after ?? 0) > MAX_BUSINESS_DAYS
    const refuse = (field: string, message: string) =>
      check.addIssue({ code: 'custom', path: [field], message })
    if (tooMany([form.firstAfter, form.firstUnit])) {
      return refuse('firstAfter', `field.tooBig?maximum=${MAX_BUSINESS_DAYS}`)
    }
    if (tooMany([form.secondAfter, form.secondUnit])) {
      return refuse('secondAfter', `field.tooBig?maximum=${MAX_BUSINESS_DAYS}`)
    }
    // Ranges are said by the fields themselves; here is what takes several of them.
    for (const { path, message } of policyRulesSchema.safeParse(rulesOf(form)).error?.issues ?? []) {
      if (message.startsWith('policy.')) refuse(fieldOf(path), message)
    }
  })
export type RulesForm = z.output<typeof rulesFormSchema>

/** The field of the form in which a rule is typed. */
function fieldOf([rule, part, detail]: readonly PropertyKey[]): string {
  if (rule === 'ladder') return part === 0 ? 'firstWithheld' : 'secondAfter'
  if (rule === 'breaker') return part === 'share' ? 'breakerPercent' : 'breakerAccounts'
  if (part === 'reviewYears') return detail === 'standard' ? 'reviewYearsStandard' : 'reviewYearsHigh'
  return String(rule === 'renewal' ? part : rule)
}

const timeOf = (amount: number, unit: (typeof TIME_UNITS)[number]): After =>
  unit === 'businessDays' ? { businessDays: amount } : { days: amount }

/** The rules that a form describes; whether they hold together is for `policyRulesSchema` to say. */
export function rulesOf(form: RulesForm): PolicyRules {
  const first = {
    after: timeOf(form.firstAfter, form.firstUnit),
    withhold: [...capabilitiesOf(form.firstWithheld)],
  }
  const second = {
    after: timeOf(form.secondAfter ?? 0, form.secondUnit),
    withhold: [...capabilitiesOf('both')],
  }
  return {
    deadlineDays: form.deadlineDays,
    floorDays: form.floorDays,
    reminderDays: form.reminderDays
      .split(/[\s,;]+/)
      .map(Number)
      .sort((a, b) => b - a),
    ladder: form.secondAfter === undefined ? [first] : [first, second],
    // To the hundredth of a percent, without what binary fractions add.
    breaker: { accounts: form.breakerAccounts, share: Math.round(form.breakerPercent * 100) / 10_000 },
    renewal: {
      askDays: form.askDays,
      startDays: form.startDays,
      reviewYears: { high: form.reviewYearsHigh, standard: form.reviewYearsStandard },
    },
    promises: {
      answerBusinessDays: form.answerBusinessDays,
      examineBusinessDays: form.examineBusinessDays,
    },
  }
}

const unitOf = (time: After) => ('businessDays' in time ? 'businessDays' : 'days')

/** What the form of these rules begins with. */
export function rulesForm(rules: PolicyRules): Omit<RulesForm, 'revision'> {
  const [first, second] = rules.ladder
  if (!first) throw new Error('a ladder has at least one step')
  return {
    deadlineDays: rules.deadlineDays,
    floorDays: rules.floorDays,
    reminderDays: rules.reminderDays.join(', '),
    firstAfter: amountOf(first.after),
    firstUnit: unitOf(first.after),
    firstWithheld: first.withhold.length > 1 ? 'both' : (first.withhold[0] ?? 'payouts'),
    secondAfter: second && amountOf(second.after),
    secondUnit: second ? unitOf(second.after) : 'days',
    breakerAccounts: rules.breaker.accounts,
    breakerPercent: Math.round(rules.breaker.share * 10_000) / 100,
    askDays: rules.renewal.askDays,
    startDays: rules.renewal.startDays,
    reviewYearsHigh: rules.renewal.reviewYears.high,
    reviewYearsStandard: rules.renewal.reviewYears.standard,
    answerBusinessDays: rules.promises.answerBusinessDays,
    examineBusinessDays: rules.promises.examineBusinessDays,
  }
}
