import type { Context } from '#app/domain/context.ts'
import { closeRequirement } from '#app/domain/requirements/close.ts'
import type { CloseRequirement } from '#app/domain/requirements/schemas.ts'

/** Takes back a requirement that should not have been asked. Errors as `closeRequirement`. */
export const cancelRequirement = (ctx: Context, input: CloseRequirement): Promise<void> =>
  closeRequirement(ctx, input, 'cancelled')
