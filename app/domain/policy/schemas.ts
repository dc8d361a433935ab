import { z } from 'zod'
import { LEGAL_FORMS } from '#app/domain/accounts/schemas.ts'
import { singleLine } from '#app/domain/incidents/schemas.ts'
import { CAPABILITIES } from '#app/domain/restrictions/schemas.ts'

export type { PolicyChange, TypeField } from '#app/domain/policy/compare.ts'
export type { PolicyWarning } from '#app/domain/policy/warnings.ts'

export const ABOUT = ['account', 'company', 'person'] as const
export const VALIDITY_RULES = ['max_age_months', 'printed_expiry', 'until_changed', 'none'] as const
/** As many as a form can show, and more than anybody asks for. */
const MAX_TYPES = 100
export const MAX_BUSINESS_DAYS = 60
export const MAX_DAYS = 365

const capability = z.enum(CAPABILITIES)
const days = (least: number) => z.int().min(least).max(MAX_DAYS)
const allDiffer = (list: readonly unknown[]) => new Set(list).size === list.length

/** Time from the rung before (for the first: from the end of the deadline's day), always to the end of a day. */
const after = z.union([
  z.strictObject({ businessDays: z.int().min(0).max(MAX_BUSINESS_DAYS) }),
  z.strictObject({ days: days(0) }),
])
export type After = z.output<typeof after>
/** The number alone, whatever its unit. */
export const amountOf = (time: After): number => ('businessDays' in time ? time.businessDays : time.days)

const rung = z.strictObject({
  after,
  withhold: z.array(capability).min(1).refine(allDiffer, 'policy.withheldTwice'),
})

/** One step is enough for a policy that suspends at once; each further one comes later and withholds more. */
const ladder = z
  .array(rung)
  .min(1)
  .superRefine((rungs, check) => {
    for (const [index, { after, withhold }] of rungs.entries()) {
      const before = rungs[index - 1]
      if (!before) continue
      if (amountOf(after) < 1) {
        check.addIssue({ code: 'custom', path: [index, 'after'], message: 'policy.ladderNotLater' })
      }
      const keeps = before.withhold.every((one) => withhold.includes(one))
      if (!keeps || withhold.length <= before.withhold.length) {
        check.addIssue({ code: 'custom', path: [index, 'withhold'], message: 'policy.ladderNotMore' })
      }
    }
  })

const renewal = z
  .strictObject({
    /** Days before a document's end on which the next one is asked, and on which its clock starts. */
    askDays: days(1),
    startDays: days(1),
    /** Years after which everything is looked at again, by the account's risk. */
    reviewYears: z.strictObject({ high: z.int().min(1).max(5), standard: z.int().min(1).max(5) }),
  })
  .refine(({ askDays, startDays }) => startDays <= askDays, {
    path: ['startDays'],
    message: 'policy.startBeforeAsking',
  })
  .refine(({ reviewYears }) => reviewYears.high <= reviewYears.standard, {
    path: ['reviewYears', 'high'],
    message: 'policy.highRiskLessOften',
  })

/** By when we act ourselves. Merchants are shown the day that it gives, so each is kept or told to be late. */
const promises = z.strictObject({
  /** From what was sent to our answer. */
  answerBusinessDays: z.int().min(1).max(MAX_BUSINESS_DAYS),
  /** From a restriction by hand to the day on which officers look at it again; the same for every cause. */
  examineBusinessDays: z.int().min(1).max(MAX_BUSINESS_DAYS),
})

/** The rules that a version of the policy sets; compliance.md explains each. */
export const policyRulesSchema = z
  .strictObject({
    deadlineDays: days(1),
    floorDays: days(0),
    /** Days before the deadline on which a reminder is due; 0 is the day itself. */
    reminderDays: z.array(days(0)).min(1).max(20).refine(allDiffer, 'policy.reminderTwice'),
    ladder,
    breaker: z.strictObject({
      accounts: z.int().min(0).max(1_000_000),
      share: z.number().min(0).max(1),
    }),
    renewal,
    promises,
  })
  .superRefine(({ deadlineDays, reminderDays }, check) => {
    // On the day of the request the notice of the request goes out already.
    if (reminderDays.every((one) => one < deadlineDays)) return
    const message = `policy.reminderTooEarly?maximum=${deadlineDays - 1}`
    check.addIssue({ code: 'custom', path: ['reminderDays'], message })
  })
export type PolicyRules = z.output<typeof policyRulesSchema>

export const typeCode = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[a-z]+(_[a-z]+)*$/, 'policy.codeForm')

const validity = z.union([
  z.strictObject({ rule: z.enum(['until_changed', 'none', 'printed_expiry']) }),
  z.strictObject({ rule: z.literal('max_age_months'), months: z.int().min(1).max(120) }),
])

/** One type of document, in both languages. Its place in the list is its place everywhere. */
export const documentTypeSchema = z.strictObject({
  code: typeCode,
  nameFr: singleLine(120),
  nameEn: singleLine(120),
  descriptionFr: singleLine(300),
  descriptionEn: singleLine(300),
  legalGroundFr: singleLine(200),
  legalGroundEn: singleLine(200),
  /** Fixed once the type is in force: whose document a stored one is hangs on it. */
  about: z.enum(ABOUT),
  validity,
  sides: z.union([z.literal(1), z.literal(2)]),
  /** Not asked for any more; what was asked stays answerable. */
  retired: z.boolean(),
})
export type PolicyType = z.output<typeof documentTypeSchema>

const requiredSet = z.array(typeCode).min(1, 'policy.setEmpty').max(MAX_TYPES)
export const requiredSetsSchema = z.strictObject({
  sole_trader: requiredSet,
  company: requiredSet,
  association: requiredSet,
})
export type RequiredSets = z.output<typeof requiredSetsSchema>

/** Everything that one version says. */
export const policyContentSchema = z
  .strictObject({
    rules: policyRulesSchema,
    documentTypes: z.array(documentTypeSchema).min(1).max(MAX_TYPES),
    requiredSets: requiredSetsSchema,
  })
  .superRefine(({ documentTypes, requiredSets }, check) => {
    const refuse = (path: string[], message: string) => check.addIssue({ code: 'custom', path, message })
    const types = new Map(documentTypes.map((type) => [type.code, type]))
    if (types.size < documentTypes.length) refuse(['documentTypes'], 'policy.codeTaken')
    for (const legalForm of LEGAL_FORMS) {
      const codes = requiredSets[legalForm]
      const path = ['requiredSets', legalForm]
      if (!allDiffer(codes)) refuse(path, 'policy.setTwice')
      if (codes.some((code) => !types.has(code))) refuse(path, 'policy.setUnknownType')
      else if (codes.some((code) => types.get(code)?.retired)) refuse(path, 'policy.setRetiredType')
    }
  })
export type PolicyContent = z.output<typeof policyContentSchema>
