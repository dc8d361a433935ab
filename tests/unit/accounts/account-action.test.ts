import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { accountActionSchema } from '#app/domain/accounts/schemas.ts'

test.each([
  { intent: 'request', documentType: 'bank_details', extra: 'x' },
  { intent: 'request', documentType: 'bank_details', accountId: randomUUID() },
  { intent: 'request', documentType: 'bank_details', message: 'x'.repeat(2001) },
  { intent: 'request', documentType: 'bank_details', deadline: '2026-02-30' },
  { intent: 'waive', requirementId: 'x', reason: 'Motif' },
  { intent: 'waive', requirementId: randomUUID(), reason: '  ' },
  { intent: 'extend', requirementId: randomUUID(), reason: 'Motif', days: 366 },
  { intent: 'restrict', capabilities: [], cause: 'manual', reason: 'Motif' },
  { intent: 'restrict', capabilities: ['payouts'], cause: 'documents_overdue', reason: 'Motif' },
  { intent: 'close' },
  {},
])('refuses case %#', (input) => {
  expect(accountActionSchema.safeParse(input).success).toBe(false)
})
