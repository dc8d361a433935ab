import { z } from 'zod'

/** Browser-safe. Messages are i18n keys below `errors:`. */
const publicId = z.string().regex(/^[a-z0-9]{12}$/, 'choice')
const checked = z
  .literal('on')
  .optional()
  .transform((value) => value === 'on')

const preferences = {
  incidents: checked,
  maintenance: checked,
  /** Empty: every component, also those to come. */
  components: z.array(publicId).max(500, 'choice').default([]),
}

export const subscribeSchema = z.strictObject({
  email: z.string({ error: 'required' }).trim().toLowerCase().max(254, 'email').pipe(z.email('email')),
  locale: z.enum(['fr', 'en'], { error: 'choice' }),
  ...preferences,
})

export const preferencesSchema = z.strictObject({
  locale: z.enum(['fr', 'en'], { error: 'choice' }),
  ...preferences,
})

export type Subscribe = z.output<typeof subscribeSchema>
export type Preferences = z.output<typeof preferencesSchema>
