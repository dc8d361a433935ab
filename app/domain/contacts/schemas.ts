import { z } from 'zod'
import { emailSchema } from '#app/domain/access/schemas.ts'

export type { ContactTask, UnreachedMember } from '#app/domain/contacts/list-contact-tasks.ts'

export const correctAddressSchema = z.strictObject({ userId: z.uuid(), email: emailSchema })
export type CorrectAddress = z.output<typeof correctAddressSchema>

export const markReachedSchema = z.strictObject({
  taskId: z.uuid(),
  /** How, and whom: for the record and the other officers. */
  note: z.string().trim().min(1, 'required').max(1000),
})
export type MarkReached = z.output<typeof markReachedSchema>
