import { z } from 'zod'
import { emailSchema, localeSchema } from '#app/domain/access/schemas.ts'
import {
  ACCOUNT_STATES,
  createAccountSchema,
  endRelationshipSchema,
  LEGAL_FORMS,
} from '#app/domain/accounts/schemas.ts'
import { singleLine } from '#app/domain/incidents/schemas.ts'
import { instant, listQueryOf } from '#app/routes/api/v1/schemas.ts'

/** What clients send about accounts and their capabilities; strict, as everything of the API. */

const MAX_OWNERS = 20
const { siren, department } = createAccountSchema.shape
const name = singleLine(200)
const person = singleLine(200)

const facts = {
  name,
  email: emailSchema.describe('Where the business is written to.'),
  department: department.describe(
    'Code of the département, such as 75, 2A or 974: its public holidays move deadlines.',
  ),
  risk: z.enum(['standard', 'high']),
  regulated: z.boolean().describe('Its activity needs a licence.'),
  representative: person.describe('The legal representative, whose identity is asked.'),
  owners: z.array(person).max(MAX_OWNERS).describe('Whoever owns more than 25 %, whose identity is asked.'),
}

export const accountQuery = listQueryOf(z.uuid(), {
  state: z.enum(ACCOUNT_STATES).optional(),
  email: emailSchema.optional(),
  siren: siren.optional(),
  legal_form: z.enum(LEGAL_FORMS).optional(),
  'created_at[gt]': instant.optional(),
  'created_at[gte]': instant.optional(),
  'created_at[lt]': instant.optional(),
  'created_at[lte]': instant.optional(),
})

export const newAccount = z
  .strictObject({
    name,
    siren: siren.describe('Nine digits; spaces may separate them.'),
    legal_form: z.enum(LEGAL_FORMS),
    email: emailSchema.describe(
      'Of the business, and of its first member, who is mailed a link to choose a password.',
    ),
    contact_name: person.describe('The first member.'),
    locale: localeSchema.default('fr').describe('In which the first member is written to.'),
    department: facts.department,
    risk: facts.risk.default('standard'),
    regulated: facts.regulated.default(false),
    representative: facts.representative.optional(),
    owners: facts.owners.default([]),
  })
  .meta({
    id: 'NewAccount',
    examples: [
      {
        name: 'Boulangerie Martin',
        siren: '732 829 320',
        legal_form: 'company',
        email: 'contact@boulangerie-martin.example',
        contact_name: 'Camille Martin',
        department: '75',
        representative: 'Camille Martin',
      },
    ],
  })

export const accountChange = z
  .strictObject({
    name: facts.name.optional(),
    email: facts.email.optional(),
    department: facts.department.optional(),
    risk: facts.risk.optional(),
    regulated: facts.regulated.optional(),
    representative: facts.representative.nullable().optional(),
    owners: facts.owners.optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'Give at least one field.')
  .meta({ id: 'AccountChange', examples: [{ risk: 'high' }, { representative: null }] })

export const relationshipEnd = z
  .strictObject({
    reason: endRelationshipSchema.shape.reason.describe(
      'For the record and the officers; the merchant never reads it.',
    ),
  })
  .meta({ id: 'RelationshipEnd', examples: [{ reason: 'Contract ended on 30 June.' }] })

export const capabilityChange = z
  .strictObject({
    status: z.enum(['active', 'inactive']),
    reason: z
      .string()
      .trim()
      .min(1)
      .max(1000)
      .describe('For the record and the officers; the merchant never reads it.'),
  })
  .meta({
    id: 'CapabilityChange',
    examples: [{ status: 'inactive', reason: 'Chargebacks above 2 % this week.' }],
  })
