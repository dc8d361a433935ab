import { z } from 'zod'
import type { Locale } from '#app/i18n/locales.ts'

/** Browser-safe. Messages are i18n keys below `errors:`. */
const publicId = z.string().regex(/^[a-z0-9]{12}$/, 'field.choice')
const checked = z
  .literal('on')
  .optional()
  .transform((value) => value === 'on')

const preferences = {
  incidents: checked,
  maintenance: checked,
  /** Empty: every component, also those to come. */
  components: z.array(publicId).max(500, 'field.choice').default([]),
}

export const subscribeSchema = z.strictObject({
  email: z
    .string({ error: 'field.required' })
    .trim()
    .toLowerCase()
    .max(254, 'field.email')
    .pipe(z.email('field.email')),
  locale: z.enum(['fr', 'en'], { error: 'field.choice' }),
  ...preferences,
})

const preferencesSchema = z.strictObject({
  locale: z.enum(['fr', 'en'], { error: 'field.choice' }),
  ...preferences,
})

/** The forms of the page behind a subscription's own link. */
export const changeSubscriptionSchema = preferencesSchema.extend({
  intent: z.literal('change', { error: 'field.choice' }),
})
export const stopSubscriptionSchema = z.strictObject({ intent: z.literal('stop') })

export type Subscribe = z.output<typeof subscribeSchema>
export type Preferences = z.output<typeof preferencesSchema>

export type SubscriberStatus = 'pending' | 'confirmed' | 'unsubscribed' | 'suppressed'

/** A subscriber as publishers see one. */
export interface ListedSubscriber {
  readonly id: string
  readonly email: string
  readonly locale: Locale
  readonly status: SubscriberStatus
  readonly wantsIncidents: boolean
  readonly wantsMaintenance: boolean
  readonly allComponents: boolean
  /** Chosen components; 0 where all are wanted. */
  readonly components: number
  /** When it came to its present state. */
  readonly since: Date
}
