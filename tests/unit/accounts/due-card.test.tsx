import { expect, it } from 'vitest'
import { DueCard } from '#app/components/accounts/due-card.tsx'
import { renderer } from '#tests/setup/render.tsx'

const dialogOf = async (daysLeft: number) => {
  const show = await renderer('fr')
  const requirement = {
    ...{ id: '4e1cf0a2-5ad5-4b6c-9a3a-0a4f0f4d7f11', name: { fr: 'RIB', en: 'Bank details' }, subject: '' },
    ...{ later: null, submissionId: null, daysLeft, deadlineAt: new Date('2026-11-02T22:59:59.999Z') },
    bucket: daysLeft < 0 ? ('past_due' as const) : ('currently_due' as const),
  }
  const { html, text } = show(<DueCard open={[requirement]} editable isWithheld={false} />)
  return { text, days: Number(/name="days"[^>]*value="(\d+)"/.exec(html)?.[1]) }
}

it('offers days that reach beyond today, and says how far those of an overdue deadline reach', async () => {
  expect(await dialogOf(3)).toMatchObject({ days: 7, text: expect.not.stringContaining('aujourd’hui') })
  const late = await dialogOf(-12)
  expect(late.days).toBe(19)
  expect(late.text).toContain('échéance du 2 nov. 2026 : 12 jours ne mènent qu’à aujourd’hui')
})

it('offers no more than one officer may give while that reaches beyond today', async () => {
  expect((await dialogOf(-29)).days).toBe(30)
  expect((await dialogOf(-30)).days).toBe(37)
})
