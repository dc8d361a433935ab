import { z } from 'zod'
import { emailSchema, localeSchema, nameSchema } from '#app/domain/access/schemas.ts'
import { readSiren } from '#app/domain/accounts/siren.ts'
import { isDepartment } from '#app/domain/calendar/departments.ts'
import { DUE_BUCKETS } from '#app/domain/due/schemas.ts'
import { askExtensionSchema } from '#app/domain/extensions/schemas.ts'
import { requestReviewSchema } from '#app/domain/renewals/schemas.ts'
import { closeSchema, requestSchema } from '#app/domain/requirements/schemas.ts'
import { liftManuallySchema, restrictManuallySchema } from '#app/domain/restrictions/schemas.ts'

export type { ListedAccount } from '#app/domain/accounts/list-accounts.ts'
export type {
  AccountFile,
  AccountMember,
  WithheldFor,
} from '#app/domain/accounts/read-account.ts'
export type { AcceptedEvidence } from '#app/domain/evidence/list-evidence.ts'

export const LEGAL_FORMS = ['sole_trader', 'company', 'association'] as const

const sirenSchema = z
  .string()
  .trim()
  .max(40)
  .transform((text, issues) => {
    const siren = readSiren(text)
    if (siren === null) issues.addIssue({ code: 'custom', message: 'siren' })
    return siren ?? z.NEVER
  })

/** Code of a French département, overseas ones and collectivities included; `2A` and `2B` for Corsica. */
export const departmentSchema = z
  .string()
  .trim()
  .toUpperCase()
  .transform((code) => (/^\d$/.test(code) ? `0${code}` : code))
  .refine(isDepartment, 'department')

/** A new merchant account and its first member. */
export const createAccountSchema = z.strictObject({
  name: nameSchema,
  siren: sirenSchema,
  legalForm: z.enum(LEGAL_FORMS, {
    error: ({ input }) => (input ? 'field.legalForm' : 'field.required'),
  }),
  department: departmentSchema,
  memberName: nameSchema,
  email: emailSchema,
  locale: localeSchema,
})
export type CreateAccount = z.output<typeof createAccountSchema>

export const ACCOUNT_STATES = ['active', 'restricted', 'suspended', 'closed'] as const
export type AccountState = (typeof ACCOUNT_STATES)[number]

/** How the list of accounts is asked for, in its address; an empty field is no filter. */
export const accountQuerySchema = z.object({
  after: z.string().max(100).optional().catch(undefined),
  search: z.string().max(200).optional().catch(undefined),
  state: z.enum(ACCOUNT_STATES).optional().catch(undefined),
  bucket: z.enum(DUE_BUCKETS).optional().catch(undefined),
})

/** Why what was asked, what was withheld or a contact task ended, where it only did with its account. */
export const ACCOUNT_CLOSED = 'account_closed'

/** Closing an account, or taking that back; the merchant never reads the reason. */
export const endRelationshipSchema = closeSchema.omit({ requirementId: true }).extend({ accountId: z.uuid() })
export type EndRelationship = z.output<typeof endRelationshipSchema>

/** Asking for a document from the account's page: without a date the policy's days, or none at all. */
export const askSchema = requestSchema.omit({ accountId: true, deadline: true }).extend({
  intent: z.literal('request'),
  deadline: z.iso.date('field.date').optional(),
  undated: z.boolean().optional(),
})

/** Everything that an officer can do on the page of an account, told apart by the button. */
export const accountActionSchema = z.discriminatedUnion('intent', [
  askSchema,
  closeSchema.extend({ intent: z.literal('waive') }),
  closeSchema.extend({ intent: z.literal('cancel') }),
  // More than one officer may give alone waits for a second one.
  askExtensionSchema.extend({ intent: z.literal('extend') }),
  restrictManuallySchema.omit({ accountId: true }).extend({ intent: z.literal('restrict') }),
  liftManuallySchema.omit({ accountId: true }).extend({ intent: z.literal('lift') }),
  requestReviewSchema.omit({ accountId: true }).extend({ intent: z.literal('review') }),
  endRelationshipSchema.omit({ accountId: true }).extend({ intent: z.literal('close') }),
  endRelationshipSchema.omit({ accountId: true }).extend({ intent: z.literal('reopen') }),
])
export type AccountAction = z.output<typeof accountActionSchema>
