import { z } from 'zod'
import { COMPONENT_STATUSES } from '#app/domain/components/status.ts'

/** What the objects share that clients receive; each kind has a file of its own, with how it is made. */

export const bilingual = z.object({ fr: z.string(), en: z.string() })
export const instant = z.iso.datetime()
export const status = z.enum(COMPONENT_STATUSES)
export const livemode = z.boolean().describe('False for a test key: what it changed was taken back.')
export const version = z.int().describe('Rises with each change; send it with yours to be told of others.')

/** A page of a list, as Stripe gives it. */
export const listOf = <T extends z.ZodObject>(id: string, item: T) =>
  z.object({ object: z.literal('list'), data: z.array(item), has_more: z.boolean() }).meta({ id })

export const toList = <From, To>(
  page: { readonly data: readonly From[]; readonly hasMore: boolean },
  toObject: (one: From) => To,
) => ({ object: 'list' as const, data: page.data.map(toObject), has_more: page.hasMore })

export const orNull = (at: Date | null) => at?.toISOString() ?? null
