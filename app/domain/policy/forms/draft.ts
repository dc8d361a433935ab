import { z } from 'zod'
import { singleLine } from '#app/domain/incidents/schemas.ts'
import { requiredSetsSchema } from '#app/domain/policy/schemas.ts'

/** As the page showed the draft. */
export const revision = z.int().min(1).max(2_147_483_647)

export const startDraftSchema = z.strictObject({ reason: singleLine(300) })
export type StartDraft = z.output<typeof startDraftSchema>

/** Acts on a draft as a whole: discarding it, switching it on, taking a type out of it. */
export const draftEditionSchema = z.strictObject({ revision })

export const setsFormSchema = requiredSetsSchema.extend({ revision })
export type SetsForm = z.output<typeof setsFormSchema>
