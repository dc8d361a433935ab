import type { z } from 'zod'
import { deleteEndpoint } from '#app/domain/webhooks/delete-endpoint.ts'
import { rotateSecret } from '#app/domain/webhooks/rotate-secret.ts'
import type { webhookCommandSchema } from '#app/domain/webhooks/schemas.ts'
import { sendAgain, sendFailedAgain } from '#app/domain/webhooks/send-again.ts'
import { sendTest } from '#app/domain/webhooks/send-test.ts'
import { disableEndpoint, enableEndpoint } from '#app/domain/webhooks/switch-endpoint.ts'
import { redirectWithToast } from '#app/http/forms.server.ts'
import type { RouteArgs } from '#app/http/handlers.server.ts'

/** Carries out what one of the buttons of an endpoint's pages says. */
export async function commandWebhook(
  { ctx, t, url }: Pick<RouteArgs<unknown>, 'ctx' | 't' | 'url'>,
  id: string,
  command: z.output<typeof webhookCommandSchema>,
) {
  const done = (message: string, to = url.pathname + url.search) =>
    redirectWithToast(to, { kind: 'success', message })
  switch (command.intent) {
    case 'test':
      return { tested: await sendTest(ctx, id) }
    case 'rotate':
      // The one answer that holds the new secret in clear, as when the endpoint was made.
      return { secret: await rotateSecret(ctx, id) }
    case 'enable':
      await enableEndpoint(ctx, id)
      return done(t('webhooks:enabled'))
    case 'disable':
      await disableEndpoint(ctx, id)
      return done(t('webhooks:disabled'))
    case 'delete':
      await deleteEndpoint(ctx, id)
      return done(t('webhooks:deleted'), '/admin/webhooks')
    case 'again':
      await sendAgain(ctx, id, command.deliveryId)
      return done(t('webhooks:againDone'))
    case 'again_failed':
      return done(t('webhooks:againFailedDone', { count: await sendFailedAgain(ctx, id) }))
  }
}
