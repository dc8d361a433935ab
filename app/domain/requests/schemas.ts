// Browser-safe: what pages share with the domain.
import { z } from 'zod'
import { departmentSchema, LEGAL_FORMS } from '#app/domain/accounts/schemas.ts'
import { MESSAGE_MAX_LENGTH, REASON_MAX_LENGTH } from '#app/domain/requirements/schemas.ts'
import type { Bilingual } from '#app/i18n/bilingual.ts'

export type { ListedItem } from '#app/domain/requests/list-items.ts'
export type { BatchPreview } from '#app/domain/requests/preview-batch.ts'
export type { BatchReport } from '#app/domain/requests/read-batch.ts'

/** A document type by its names. */
export interface AskableType {
  code: string
  name: Bilingual
}

export const RISKS = ['standard', 'high'] as const
/** Closed accounts cannot be asked, so they cannot be chosen. */
export const CHOSEN_STATES = ['active', 'restricted', 'suspended'] as const
const ANSWERS = ['yes', 'no'] as const

/** PostgreSQL's calendar begins with the year 1. */
const day = z.iso.date('field.date').refine((text) => text >= '0001', 'field.date')
const documentType = z.string().regex(/^[a-z_]{1,60}$/)

/** Which accounts: all that fit every field given. */
export const requestFilterSchema = z.strictObject({
  /** Any part of name, SIREN or email. */
  search: z.string().trim().max(200).optional(),
  legalForm: z.enum(LEGAL_FORMS).optional(),
  risk: z.enum(RISKS).optional(),
  state: z.enum(CHOSEN_STATES).optional(),
  department: departmentSchema.optional(),
  regulated: z.enum(ANSWERS).optional(),
  /** First and last day of its creation, in Europe/Paris. */
  createdFrom: day.optional(),
  createdTo: day.optional(),
  /** Has no document of this type that still serves. */
  missing: documentType.optional(),
  /** The document on file ends before this day; of any type unless told. */
  expiresBefore: day.optional(),
  expiring: documentType.optional(),
})
export type RequestFilter = z.output<typeof requestFilterSchema>

const DAYS_MAX = 365

/** What is asked, and of whom. A form: its fields are flat. */
export const prepareSchema = z
  .strictObject({
    chosenBy: z.enum(['filter', 'file']),
    ...requestFilterSchema.shape,
    what: z.enum(['missing', 'types']),
    documentTypes: z.array(documentType).max(50),
    message: z.string().trim().max(MESSAGE_MAX_LENGTH).optional(),
    why: z.string().trim().max(REASON_MAX_LENGTH).optional(),
    deadlineOn: day.optional(),
    deadlineDays: z.coerce.number().int().min(1).max(DAYS_MAX).optional(),
  })
  .refine(({ what, documentTypes }) => what === 'missing' || documentTypes.length > 0, {
    path: ['documentTypes'],
    message: 'requests.chooseType',
  })
  .refine(({ deadlineOn, deadlineDays }) => deadlineOn === undefined || deadlineDays === undefined, {
    path: ['deadlineDays'],
    message: 'requests.oneDeadline',
  })
  .refine(({ createdFrom, createdTo }) => !createdFrom || !createdTo || createdFrom <= createdTo, {
    path: ['createdTo'],
    message: 'requests.rangeReversed',
  })
  .refine(({ expiring, expiresBefore }) => !expiring || expiresBefore, {
    path: ['expiresBefore'],
    message: 'field.required',
  })
export type PrepareBatch = z.output<typeof prepareSchema>

/** The button that confirms. */
export const startFormSchema = z.strictObject({
  intent: z.literal('start'),
  /** What the officer saw: `fingerprint` of the preview. */
  fingerprint: z.string().max(60),
  /** The number of accounts, typed, where the preview asks for it. */
  typed: z.string().max(40).optional(),
})

/** Everything that can be done with a batch, told apart by the button. */
export const batchActionSchema = z.discriminatedUnion('intent', [
  startFormSchema,
  z.strictObject({ intent: z.literal('cancel') }),
  z.strictObject({ intent: z.literal('retry') }),
])

/** Why an account is left out, or failed: texts below `requests:reason`. */
export const REASONS = [
  'already_open',
  'standing_document',
  'nothing_required',
  'no_member',
  'closed',
  'deadline_passed',
  'unexpected',
] as const
export type RequestReason = (typeof REASONS)[number]

export const isRequestReason = (value: unknown): value is RequestReason =>
  REASONS.some((reason) => reason === value)

/** The lists below a batch. */
export const SHOWN_ITEMS = ['failed', 'skipped', 'asked'] as const
export type ShownItems = (typeof SHOWN_ITEMS)[number]
