import type { Context } from '#app/domain/context.ts'
import { createProbe } from '#app/domain/probes/create-probe.ts'
import { NEW_PROBE, type ProbeFields } from '#app/domain/probes/schemas.ts'
import { makeComponent } from '#tests/factories/component.ts'

/** A probe as its form begins, that alarms at the second failure and is quiet about it; of its own component. */
export async function makeProbe(
  ctx: Context,
  url: string,
  fields: Partial<ProbeFields> = {},
): Promise<string> {
  return createProbe(ctx, {
    ...NEW_PROBE,
    name: 'API de paiement',
    componentId: fields.componentId ?? (await makeComponent(ctx, { capability: 'payments' })),
    url,
    failuresToAlarm: 2,
    notify: false,
    tellPublishers: false,
    ...fields,
  })
}
