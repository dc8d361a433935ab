import { z } from 'zod'
import { emailSchema, localeSchema, nameSchema } from '#app/domain/access/schemas.ts'
import { readSiren } from '#app/domain/accounts/siren.ts'

export const LEGAL_FORMS = ['sole_trader', 'company', 'association'] as const

const sirenSchema = z
  .string()
  .trim()
  .max(40)
  .transform((text, issues) => {
    const siren = readSiren(text)
    if (siren === null) issues.addIssue({ code: 'custom', message: 'siren' })
    return siren ?? z.NEVER
  })

/** Code of a French département, overseas ones and collectivities included; `2A` and `2B` for Corsica. */
const departmentSchema = z
  .string()
  .trim()
  .toUpperCase()
  .transform((code) => (/^\d$/.test(code) ? `0${code}` : code))
  .refine(
    (code) => /^((0[1-9]|[1-8]\d|9[0-5])|2[AB]|97[1-8]|98[678])$/.test(code) && code !== '20',
    'department',
  )

/** A new merchant account and its first member. */
export const createAccountSchema = z.strictObject({
  name: nameSchema,
  siren: sirenSchema,
  legalForm: z.enum(LEGAL_FORMS),
  department: departmentSchema,
  memberName: nameSchema,
  email: emailSchema,
  locale: localeSchema,
})
export type CreateAccount = z.output<typeof createAccountSchema>
