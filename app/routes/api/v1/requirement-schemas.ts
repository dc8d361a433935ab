import { z } from 'zod'
import { DUE_BUCKETS, REQUIREMENT_STATUSES } from '#app/domain/due/schemas.ts'
import { EXTENSION_MAX_DAYS, extendSchema } from '#app/domain/extensions/schemas.ts'
import { singleLine } from '#app/domain/incidents/schemas.ts'
import { closeSchema, requestSchema } from '#app/domain/requirements/schemas.ts'
import { listQueryOf } from '#app/routes/api/v1/schemas.ts'

/** What clients send about requirements; strict, as everything of the API. */

const requirementFilters = {
  bucket: z.enum(DUE_BUCKETS).optional(),
  status: z.enum(REQUIREMENT_STATUSES).optional(),
  document_type: requestSchema.shape.documentType.optional(),
}
export const accountRequirementQuery = listQueryOf(z.uuid(), requirementFilters)
export const requirementQuery = listQueryOf(z.uuid(), { account: z.uuid().optional(), ...requirementFilters })

export const newRequirement = z
  .strictObject({
    document_type: requestSchema.shape.documentType
      .optional()
      .describe('What is asked. Needed unless missing is true.'),
    subject: singleLine(200).optional().describe('Whose, where the type is about a person.'),
    message: requestSchema.shape.message.describe('What the merchant reads, about what is to be sent.'),
    why: requestSchema.shape.why.describe(
      'Why a document that was accepted no longer serves; the merchant reads it. Needed while one serves, unless message says it.',
    ),
    deadline: z.iso
      .date('Use a day, such as 2026-12-31.')
      .nullable()
      .optional()
      .describe('The last day, in Paris. Null: none yet. Left out: the days of the policy.'),
    days: z.int().min(1).max(365).optional().describe('Instead of deadline: days from today.'),
    missing: z
      .literal(true)
      .optional()
      .describe(
        'Instead of all else: asks for everything that the legal form needs and that is not on file.',
      ),
  })
  .refine((order) => order.missing || order.document_type, {
    path: ['document_type'],
    message: 'Give document_type, or missing: true.',
  })
  .refine(
    (order) => !order.missing || Object.values(order).filter((value) => value !== undefined).length === 1,
    {
      path: ['missing'],
      message: 'Asks for everything at once: give it alone.',
    },
  )
  .refine((order) => order.days === undefined || order.deadline === undefined, {
    path: ['days'],
    message: 'Give deadline or days, not both.',
  })
  .meta({
    id: 'NewRequirement',
    examples: [
      { document_type: 'bank_details', days: 30 },
      { document_type: 'identity_document', subject: 'Camille Martin', deadline: '2099-12-31' },
      { missing: true },
    ],
  })

const reason = closeSchema.shape.reason.describe('For the record; the merchant reads it too.')

export const closing = z
  .strictObject({ reason })
  .meta({ id: 'Closing', examples: [{ reason: 'Asked by mistake.' }] })

export const extension = z
  .strictObject({
    days: z
      .int()
      .min(1)
      .max(EXTENSION_MAX_DAYS)
      .describe(`${EXTENSION_MAX_DAYS} in all; more needs two officers.`),
    reason: extendSchema.shape.reason.describe('The merchant reads it.'),
    reinstate: extendSchema.shape.reinstate.describe(
      'Lift at once what is withheld for documents and rests on nothing overdue any more; 412 when that is nothing.',
    ),
  })
  .meta({ id: 'Extension', examples: [{ days: 7, reason: 'Le greffe est fermé.' }] })
