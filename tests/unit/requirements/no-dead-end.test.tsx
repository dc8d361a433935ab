import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MerchantHome } from '#app/components/merchant/merchant-home.tsx'
import { HOUR_MS } from '#app/domain/clock.ts'
import { COMPONENT_STATUSES } from '#app/domain/components/status.ts'
import { dueBucket } from '#app/domain/requirements/due-bucket.ts'
import type { DueList, ListedRequirement } from '#app/domain/requirements/list-due.ts'
import { type MerchantHome as Home, merchantHome } from '#app/domain/requirements/merchant-home.ts'
import { REQUIREMENT_STATUSES } from '#app/domain/requirements/schemas.ts'
import type { PaidFacts } from '#app/domain/requirements/will-i-be-paid.ts'
import { capabilityStates, type OpenRestriction } from '#app/domain/restrictions/capabilities.ts'
import type { RequirementStatus } from '#db/models/requirements.ts'
import { renderer, type Shown } from '#tests/setup/render.tsx'

const NOW = new Date('2026-03-10T09:00:00Z')
const SUPPORT = 'aide@vigie.test'
const isOver = (status: RequirementStatus) => ['approved', 'waived', 'cancelled'].includes(status)
const isWithUs = (status: RequirementStatus) => status === 'submitted' || status === 'in_review'

const ago = (hours: number) => new Date(NOW.getTime() - hours * HOUR_MS)
/** A requirement as the ledger and the verbs leave it: no deadline while it is with us, sent exactly then. */
const requirement = fc
  .record({
    status: fc.constantFrom(...REQUIREMENT_STATUSES),
    deadline: fc.constantFrom(-400, -1, 1, 400, null),
    sentHoursAgo: fc.integer({ min: 0, max: 60 * 24 }),
    overdue: fc.constantFrom<readonly OpenRestriction['capability'][]>(
      [],
      ['payouts'],
      ['payouts', 'payments'],
    ),
  })
  .map(({ status, deadline, sentHoursAgo, overdue }) => ({
    status,
    deadlineAt: isWithUs(status) || isOver(status) || deadline === null ? null : ago(-deadline),
    sentAt: isWithUs(status) ? ago(sentHoursAgo) : null,
    overdue: isOver(status) ? [] : overdue,
  }))

/** Restrictions as the sweep, the approval and officers leave them: overdue ones rest on what is open. */
const facts: fc.Arbitrary<PaidFacts> = fc
  .record({
    drawn: fc.array(requirement, { maxLength: 4 }),
    others: fc.subarray(['payments manual', 'payouts manual', 'payments fraud', 'payouts asset_freeze']),
    service: fc.record({
      payments: fc.constantFrom(...COMPONENT_STATUSES),
      payouts: fc.constantFrom(...COMPONENT_STATUSES),
    }),
    reviewTime: fc
      .tuple(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 0, max: 10 }), fc.boolean())
      .map(([usualDays, more, measured]) => ({ usualDays, slowDays: usualDays + more, measured })),
  })
  .map(({ drawn, others, service, reviewTime }) => {
    const listed = drawn.map(
      (one, index): ListedRequirement => ({
        id: `requirement-${index}`,
        documentType: 'bank_details',
        nameFr: 'RIB',
        nameEn: 'Bank details',
        subject: '',
        status: one.status,
        bucket: dueBucket(one.status, one.deadlineAt, NOW),
        requestedAt: ago(2_000),
        closedAt: isOver(one.status) ? ago(3) : null,
        deadlineAt: one.deadlineAt,
        daysLeft: one.deadlineAt ? 1 : null,
        sentAt: one.sentAt,
        later: null,
      }),
    )
    const overdue = (['payments', 'payouts'] as const).flatMap((capability): OpenRestriction[] => {
      const requirementIds = drawn.flatMap((one, index) =>
        one.overdue.includes(capability) ? [`requirement-${index}`] : [],
      )
      if (requirementIds.length === 0) return []
      return [{ capability, cause: 'documents_overdue', imposedAt: ago(100), requirementIds }]
    })
    const byHand = others.map((text): OpenRestriction => {
      const [capability, cause] = text.split(' ') as [OpenRestriction['capability'], OpenRestriction['cause']]
      return { capability, cause, imposedAt: ago(90), requirementIds: [] }
    })
    const of = (bucket: ListedRequirement['bucket']) => listed.filter((one) => one.bucket === bucket)
    const due: DueList = {
      past_due: of('past_due'),
      currently_due: of('currently_due'),
      pending_verification: of('pending_verification'),
      eventually_due: of('eventually_due'),
      satisfied: of('satisfied'),
    }
    return {
      due,
      capabilities: capabilityStates([...overdue, ...byHand]),
      service: [
        { capability: 'payments', status: service.payments },
        { capability: 'payouts', status: service.payouts },
      ],
      reviewTime,
      now: NOW,
    }
  })

const byWhen = (answerBy: { by: Date | null } | null) => answerBy?.by != null && answerBy.by >= NOW

describe('from every state that an account can reach', () => {
  test('each thing that is not in order has an action, or says by when we act', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const home = merchantHome(given)
        const open = [...home.todo, ...home.withUs, ...home.later].map(({ id }) => id)
        expect(open).toHaveLength(Object.values(given.due).flat().length - given.due.satisfied.length)
        for (const { answer, requirementId, answerBy } of home.answers) {
          if (answer === 'workingLate' || answer === 'overdueSend') expect(open).toContain(requirementId)
          // Past the time of nine in ten, the page says whom to write to instead.
          if (answer === 'overdueReview') expect(byWhen(answerBy) || answerBy?.state === 'overdue').toBe(true)
        }
        for (const { answerBy } of home.withUs) {
          expect(byWhen(answerBy) || answerBy.state === 'overdue').toBe(true)
        }
      }),
      { numRuns: 1_000 },
    )
  })

  test.each(['fr', 'en'] as const)('the page itself says it (%s)', { timeout: 120_000 }, async (locale) => {
    const render = await renderer(locale)
    fc.assert(
      fc.property(facts, (given) => {
        const home = merchantHome(given)
        const named = <T extends ListedRequirement>(list: readonly T[]) =>
          list.map((one) => ({ ...one, name: locale === 'fr' ? one.nameFr : one.nameEn }))
        const page = render(
          <MerchantHome
            accountName="Boulangerie Dupont"
            supportEmail={SUPPORT}
            refusedAt={[]}
            answers={home.answers}
            todo={named(home.todo)}
            withUs={named(home.withUs)}
            later={named(home.later)}
            done={named(home.done)}
          />,
        )
        expect(deadEndsOf(page, home, locale)).toEqual([])
      }),
      { numRuns: 1_000 },
    )
  })
})

/** How each language says by when, and who. */
const SAYS = {
  fr: {
    when: /Réponse de notre équipe attendue d’ici au \S+ \d|réponse de notre équipe attendue d’ici au \S+ \d/,
    nothing: 'Rien à faire de votre part.',
  },
  en: { when: /nswer from our team expected by \w+, \d/, nothing: 'Nothing for you to do.' },
}

/** Cards and rows of the page, each by itself, from which a merchant could not go on. */
function deadEndsOf({ html }: Shown, home: Home, locale: 'fr' | 'en'): string[] {
  const says = SAYS[locale]
  const part = (text: string) => ({
    text: text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' '),
    links: [...text.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, href]) => href ?? ''),
  })
  const cards = [...html.matchAll(/<section.*?<\/section>/gs)].map(([text]) => part(text))
  const dead: string[] = []
  for (const [index, { answer, requirementId }] of home.answers.entries()) {
    const card = cards[index] ?? { text: '', links: [] }
    const goesOn =
      answer === 'working'
        ? card.text.includes(says.nothing)
        : answer === 'overdueReview'
          ? says.when.test(card.text) || card.links.includes(`mailto:${SUPPORT}`)
          : card.links.includes(
              answer === 'underReview'
                ? `mailto:${SUPPORT}`
                : requirementId
                  ? `/requirements/${requirementId}`
                  : '/status',
            )
    if (!goesOn) dead.push(`${answer}: ${card.text}`)
  }
  const rows = [...html.matchAll(/<li.*?<\/li>/gs)].map(([text]) => part(text))
  for (const one of [...home.todo, ...home.later, ...home.withUs]) {
    const row = rows.find(({ links }) => links.includes(`/requirements/${one.id}`))
    if (!row) dead.push(`no way to ${one.id}`)
    else if ('answerBy' in one && !says.when.test(row.text) && !row.text.includes(SUPPORT)) {
      dead.push(`${one.status}: ${row.text}`)
    }
  }
  return dead
}
