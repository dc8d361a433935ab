import { z } from 'zod'
import { ROLES } from '#app/domain/access/roles.ts'
import { SCOPES } from '#app/domain/access/scopes.ts'
import { LOCALES } from '#app/i18n/locales.ts'

/** An address as it is stored: without spaces around, in lower case. */
export const emailSchema = z.string().trim().toLowerCase().max(254).pipe(z.email())

export const PASSWORD_MIN_LENGTH = 12
export const PASSWORD_MAX_LENGTH = 128

/** Length in characters as people count them, not in UTF-16 units. */
export const passwordLength = (password: string): number => [...password.normalize('NFKC')].length

/**
 * The length alone: 12 to 128 characters, no rules of composition (NIST SP 800-63B, 3.1.1.2). What is too
 * easy to guess is refused by `checkPassword`, which knows the person.
 */
const newPasswordSchema = z
  .string()
  .refine(
    (password) => passwordLength(password) >= PASSWORD_MIN_LENGTH,
    `passwordTooShort?minimum=${PASSWORD_MIN_LENGTH}`,
  )
  .refine(
    (password) => passwordLength(password) <= PASSWORD_MAX_LENGTH,
    `passwordTooLong?maximum=${PASSWORD_MAX_LENGTH}`,
  )

export const nameSchema = z.string().trim().min(1).max(200)
export const localeSchema = z.enum(LOCALES)
const staffRoleSchema = z.enum(ROLES).exclude(['member'])
export const STAFF_ROLES = staffRoleSchema.options

export const signInSchema = z.strictObject({
  email: emailSchema,
  // Longer than any password that can exist: no work is spent on it.
  password: z.string().min(1).max(1000),
  returnTo: z.string().max(2000).optional(),
})

export const linkRequestSchema = z.strictObject({ email: emailSchema })
export const choosePasswordSchema = z.strictObject({ password: newPasswordSchema })

export const profileSchema = z.strictObject({
  intent: z.literal('profile'),
  name: nameSchema,
  locale: localeSchema,
})
export const changePasswordSchema = z.strictObject({
  intent: z.literal('password'),
  current: z.string().min(1).max(1000),
  password: newPasswordSchema,
})
export const revokeSessionSchema = z.strictObject({
  intent: z.literal('revoke'),
  session: z.string().regex(/^[0-9a-f]{64}$/),
})

export const createStaffSchema = z.strictObject({
  name: nameSchema,
  email: emailSchema,
  role: staffRoleSchema,
  locale: localeSchema,
})
export type CreateStaff = z.output<typeof createStaffSchema>

/** What an administrator may do with one user. */
export const userActionSchema = z.discriminatedUnion('intent', [
  z.strictObject({ intent: z.literal('disable'), userId: z.uuid() }),
  z.strictObject({ intent: z.literal('enable'), userId: z.uuid() }),
  z.strictObject({ intent: z.literal('resend'), userId: z.uuid() }),
  z.strictObject({ intent: z.literal('role'), userId: z.uuid(), role: staffRoleSchema }),
])

export const createApiKeySchema = z.strictObject({
  /** The system that will hold it. Told as an author on the desk. */
  name: nameSchema,
  mode: z.enum(['live', 'test']),
  scopes: z.array(z.enum(SCOPES)).min(1, 'apiKeyWithoutScope').max(SCOPES.length),
  /** Never, when left out. */
  expiresInDays: z.enum(['30', '90', '365']).optional(),
})
export type CreateApiKey = z.output<typeof createApiKeySchema>
export const API_KEY_MODES = createApiKeySchema.shape.mode.options
export const API_KEY_SCOPES = SCOPES
export const API_KEY_LIVES = createApiKeySchema.shape.expiresInDays.unwrap().options

export const revokeApiKeySchema = z.strictObject({ keyId: z.uuid() })
