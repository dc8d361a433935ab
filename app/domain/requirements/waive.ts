import type { Context } from '#app/domain/context.ts'
import { closeRequirement } from '#app/domain/requirements/close.ts'
import type { CloseRequirement } from '#app/domain/requirements/schemas.ts'

/** Releases the merchant from a requirement, with the officer's reason. Errors as `closeRequirement`. */
export const waiveRequirement = (ctx: Context, input: CloseRequirement): Promise<void> =>
  closeRequirement(ctx, input, 'waived')
