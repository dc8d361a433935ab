import { expect, it } from 'vitest'
import { RulesCard } from '#app/components/policy/rules-card.tsx'
import type { PolicyRules } from '#app/domain/policy/schemas.ts'
import { renderer } from '#tests/setup/render.tsx'

const rules: PolicyRules = {
  deadlineDays: 30,
  floorDays: 7,
  reminderDays: [7, 0],
  ladder: [{ after: { businessDays: 3 }, withhold: ['payouts'] }],
  breaker: { accounts: 20, share: 0.02 },
  renewal: { askDays: 60, startDays: 30, reviewYears: { high: 1, standard: 5 } },
  promises: { answerBusinessDays: 2, examineBusinessDays: 10 },
}

it.each([{ businessDays: 0 }, { days: 0 }])(
  'speaks of days of grace only where there are some: %j',
  async (after) => {
    const show = await renderer('fr')
    const grace = 'Rien n’est encore suspendu'
    expect(show(<RulesCard rules={rules} />).text).toContain(grace)
    const { text } = show(<RulesCard rules={{ ...rules, ladder: [{ after, withhold: ['payouts'] }] }} />)
    expect(text).not.toContain(grace)
    expect(text).toContain('Dès l’échéance passée')
  },
)
