import type { accounts as french } from '../fr/accounts.ts'
import type { Shape } from '../shape.ts'

export const accounts = {
  title: 'Accounts',
  state: { active: 'Active', restricted: 'Restricted', suspended: 'Suspended', closed: 'Closed' },
  legalForm: { sole_trader: 'Sole trader', company: 'Company', association: 'Association' },
  capability: { payments: 'Payments', payouts: 'Payouts' },
  siren: 'SIREN',
} satisfies Shape<typeof french>
