import { expect, it } from 'vitest'
import { AheadTable } from '#app/components/upcoming/ahead-table.tsx'
import { renderer } from '#tests/setup/render.tsx'

const shownWith = async (locale: 'fr' | 'en', daysOverdue: number) => {
  const show = await renderer(locale)
  const document = {
    requirementId: '4e1cf0a2-5ad5-4b6c-9a3a-0a4f0f4d7f11',
    nameFr: 'RIB',
    nameEn: 'Bank details',
    subject: '',
    deadlineAt: new Date('2026-03-10T22:59:59.999Z'),
    daysOverdue,
    noticesAcceptedAt: [],
  }
  const account = {
    ...{ accountId: 'a', accountName: 'Boulangerie', capabilities: ['payouts' as const] },
    protections: [],
  }
  return show(<AheadTable accounts={[{ ...account, documents: [document] }]} />).text
}

it('tells a deadline of that very day as such, not as no days late', async () => {
  expect(await shownWith('fr', 0)).toContain('à la fin de ce jour')
  expect(await shownWith('en', 0)).toContain('at the end of that day')
  expect(await shownWith('fr', 0)).not.toContain('retard')
  expect(await shownWith('en', 1)).toContain('1 day overdue')
})
