import { z } from 'zod'
import { correctAddressSchema, markReachedSchema } from '#app/domain/contacts/schemas.ts'
import { decideExtensionSchema } from '#app/domain/extensions/schemas.ts'
import { liftManuallySchema, setExaminationSchema } from '#app/domain/restrictions/schemas.ts'

export type { ContactTask } from '#app/domain/contacts/schemas.ts'
export type { AskedExtension } from '#app/domain/extensions/list-extensions.ts'
export type { Examination } from '#app/domain/restrictions/list-examinations.ts'

/** Where a form was sent from, to go back to. */
const from = { returnTo: z.string().max(200).optional() }

/** Everything that can be done about a task, told apart by the button. */
export const taskActionSchema = z.discriminatedUnion('intent', [
  correctAddressSchema.extend({ intent: z.literal('correct'), accountId: z.uuid(), ...from }),
  markReachedSchema.extend({ intent: z.literal('reached'), ...from }),
  z.strictObject({ intent: z.literal('confirm'), extensionId: z.uuid(), ...from }),
  decideExtensionSchema.extend({ intent: z.literal('refuse'), ...from }),
  z.strictObject({ intent: z.literal('withdraw'), extensionId: z.uuid(), ...from }),
  liftManuallySchema.extend({ intent: z.literal('lift'), ...from }),
  setExaminationSchema.extend({ intent: z.literal('keep'), ...from }),
])
export type TaskAction = z.output<typeof taskActionSchema>
