import { z } from 'zod'
import type { AccountStanding } from '#app/domain/accounts/account-standing.ts'
import { ACCOUNT_STATES, LEGAL_FORMS } from '#app/domain/accounts/schemas.ts'
import { inOrder, PUBLIC_CAUSES } from '#app/domain/restrictions/public-causes.ts'
import { CAPABILITIES } from '#app/domain/restrictions/schemas.ts'
import { instant, listOf, livemode, orNull } from '#app/routes/api/v1/objects.ts'
import { asError, errorFields, key } from '#app/routes/api/v1/requirement-objects.ts'

/** What clients receive about accounts and capabilities, each kind of object with how it is made. */

type Capability = (typeof CAPABILITIES)[number]
const status = z.enum(['active', 'inactive'])
const cause = z.enum(PUBLIC_CAUSES)

const requirementsHash = z
  .object({
    currently_due: z.array(key).describe('To be sent before their deadlines.'),
    eventually_due: z.array(key).describe('Asked without a date.'),
    past_due: z.array(key).describe('Late, and not in currently_due any more.'),
    pending_verification: z.array(key).describe('Sent: with us, and no clock runs.'),
    current_deadline: instant.nullable().describe('The nearest deadline of currently_due.'),
    disabled_reason: cause
      .nullable()
      .describe('The most actionable reason of all; null while everything works.'),
    errors: z
      .array(z.object({ requirement: key, ...errorFields }))
      .describe('Why what was sent does not serve, where another document is awaited.'),
  })
  .describe(
    'Each requirement by its key: the document type, and after a colon for whom. See GET /accounts/{id}/requirements.',
  )

export const accountObject = z
  .object({
    object: z.literal('account'),
    id: z.uuid(),
    livemode,
    name: z.string(),
    siren: z.string(),
    legal_form: z.enum(LEGAL_FORMS),
    email: z.string(),
    department: z.string(),
    risk: z.enum(['standard', 'high']),
    regulated: z.boolean(),
    representative: z.string().nullable(),
    owners: z.array(z.string()),
    state: z.enum(ACCOUNT_STATES).describe('Restricted: payouts are withheld. Suspended: payments too.'),
    capabilities: z.object({ payments: status, payouts: status }),
    requirements: requirementsHash,
    created_at: instant,
    closed_at: instant.nullable(),
  })
  .meta({
    id: 'Account',
    examples: [
      {
        object: 'account',
        id: '3f0c2a9e-5d1b-4c7a-9e42-7b1f0d6a8c31',
        livemode: true,
        name: 'Boulangerie Martin',
        siren: '732829320',
        legal_form: 'company',
        email: 'contact@boulangerie-martin.example',
        department: '75',
        risk: 'standard',
        regulated: false,
        representative: 'Camille Martin',
        owners: [],
        state: 'restricted',
        capabilities: { payments: 'active', payouts: 'inactive' },
        requirements: {
          currently_due: ['identity_document:Camille Martin'],
          eventually_due: [],
          past_due: ['bank_details'],
          pending_verification: [],
          current_deadline: '2026-12-31T22:59:59.999Z',
          disabled_reason: 'requirements.past_due',
          errors: [
            {
              requirement: 'bank_details',
              code: 'name_mismatch',
              reason: {
                fr: 'Le titulaire du compte n’est pas votre entreprise. Envoyez le RIB d’un compte à son nom.',
                en: 'The account holder is not your business. Send the details of an account in its name.',
              },
            },
          ],
        },
        created_at: '2026-01-05T09:00:00.000Z',
        closed_at: null,
      },
    ],
  })

export const capabilityObject = z
  .object({
    object: z.literal('capability'),
    id: z.enum(CAPABILITIES),
    livemode,
    account: z.uuid(),
    status,
    withheld_for: z
      .array(cause)
      .describe('Everything that withholds it, each reason once; platform_paused is what keys withheld.'),
    requirements: requirementsHash.describe('Those of the account: each may withhold each capability.'),
  })
  .meta({ id: 'Capability' })

export const capabilityList = listOf('CapabilityList', capabilityObject)

const toHash = (
  { due, currentDeadline, errors }: AccountStanding,
  withheldFor: readonly z.output<typeof cause>[],
): z.output<typeof requirementsHash> => ({
  currently_due: [...due.currently_due],
  eventually_due: [...due.eventually_due],
  past_due: [...due.past_due],
  pending_verification: [...due.pending_verification],
  current_deadline: orNull(currentDeadline),
  disabled_reason: inOrder(withheldFor)[0] ?? null,
  errors: errors.map(({ requirement, code }) => ({ requirement, ...asError(code) })),
})

const statusOf = ({ withheldFor }: AccountStanding, capability: Capability) =>
  withheldFor[capability].length === 0 ? ('active' as const) : ('inactive' as const)

export const toAccount =
  (livemode: boolean) =>
  (standing: AccountStanding): z.output<typeof accountObject> => {
    const { account, state, withheldFor } = standing
    return {
      object: 'account',
      id: account.id,
      livemode,
      name: account.name,
      siren: account.siren,
      legal_form: account.legalForm,
      email: account.email,
      department: account.department,
      risk: account.risk,
      regulated: account.regulated,
      representative: account.declared.representative ?? null,
      owners: account.declared.owners ?? [],
      state,
      capabilities: { payments: statusOf(standing, 'payments'), payouts: statusOf(standing, 'payouts') },
      requirements: toHash(standing, [...withheldFor.payments, ...withheldFor.payouts]),
      created_at: account.createdAt.toISOString(),
      closed_at: orNull(account.closedAt),
    }
  }

export const toCapability =
  (livemode: boolean, capability: Capability) =>
  (standing: AccountStanding): z.output<typeof capabilityObject> => ({
    object: 'capability',
    id: capability,
    livemode,
    account: standing.account.id,
    status: statusOf(standing, capability),
    withheld_for: [...standing.withheldFor[capability]],
    requirements: toHash(standing, standing.withheldFor[capability]),
  })
