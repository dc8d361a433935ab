import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MerchantHome } from '#app/components/merchant/merchant-home.tsx'
import { RequirementPage } from '#app/components/merchant/requirement-page.tsx'
import { parisDay } from '#app/domain/calendar/paris.ts'
import type { ListedRequirement } from '#app/domain/due/listed-requirement.ts'
import { type MerchantHome as Home, merchantHome } from '#app/domain/home/merchant-home.ts'
import { requirementDetail } from '#app/domain/home/requirement-detail.ts'
import type { PolicyRules } from '#app/domain/policy/schemas.ts'
import { capabilityStates } from '#app/domain/restrictions/capabilities.ts'
import { formatTime } from '#app/i18n/format.ts'
import { translator } from '#app/i18n/translate.ts'
import { requirementView } from '#app/routes/merchant/requirement-view.server.ts'
import { RUNS } from '#tests/factories/many-scenes.ts'
import {
  dueOf,
  type MerchantState,
  merchantState,
  NOW,
  type Played,
  playAll,
  restrictionsOf,
} from '#tests/factories/merchant-states.ts'
import {
  cardsOf,
  NOTHING,
  type Part,
  partOf,
  promisesIn,
  rowsOf,
  untruePromises,
} from '#tests/setup/next-step.ts'
import { renderer, type Shown } from '#tests/setup/render.tsx'

const SUPPORT = 'aide@vigie.test'
const REFUSED = 'camille@commerce.test'
const TODAY = parisDay(NOW).toString()
const LADDER: PolicyRules['ladder'] = [
  { after: { businessDays: 3 }, withhold: ['payouts'] },
  { after: { days: 7 }, withhold: ['payments', 'payouts'] },
]
const WRITE = `mailto:${SUPPORT}`

/** Always the same, as if no version had changed it. */
const promisesOf = ({ answerBusinessDays: businessDays }: MerchantState) => [
  { since: new Date(0), businessDays },
]
const closedAt = ({ closed }: MerchantState) => (closed ? new Date('2026-03-02T09:00:00Z') : null)
const isOpen = (state: MerchantState, { requirement }: Played) => !state.closed && !requirement.closedAt

const capabilitiesIn = (state: MerchantState, played: readonly Played[]) =>
  capabilityStates(restrictionsOf(state, played), closedAt(state), NOW)

function homeOf(state: MerchantState, played: readonly Played[]): Home {
  return merchantHome({
    due: dueOf(played),
    capabilities: capabilitiesIn(state, played),
    service: [
      { capability: 'payments', status: state.service.payments },
      { capability: 'payouts', status: state.service.payouts },
    ],
    promises: promisesOf(state),
    ladder: LADDER,
    department: null,
    outageRuns: state.outageRuns,
    now: NOW,
  })
}

test.each(['fr', 'en'] as const)(
  'from every state that an account can reach, each page tells an action, or who acts by when (%s)',
  { timeout: 120_000 },
  async (locale) => {
    const render = await renderer(locale)
    const t = translator(locale)
    const refusedAt = (state: MerchantState) => (state.unreachable ? [REFUSED] : [])
    const home = (state: MerchantState, played: readonly Played[]) => {
      const { answers, todo, withUs, later, done, outageRuns } = homeOf(state, played)
      const named = <T extends ListedRequirement>(list: readonly T[]) =>
        list.map((one) => ({ ...one, name: locale === 'fr' ? one.nameFr : one.nameEn }))
      return render(
        <MerchantHome
          accountName="Boulangerie Dupont"
          supportEmail={SUPPORT}
          refusedAt={refusedAt(state)}
          outageRuns={outageRuns}
          answers={answers}
          todo={named(todo)}
          withUs={named(withUs)}
          later={named(later)}
          done={named(done)}
        />,
      )
    }
    const page = (state: MerchantState, played: Played, all: readonly Played[]) => {
      const account = { department: '75', closedAt: closedAt(state) }
      const { outageRuns } = state
      const promises = promisesOf(state)
      const capabilities = capabilitiesIn(state, all)
      const facts = { account, outageRuns, promises, capabilities, ladder: LADDER, now: NOW }
      const detail = requirementDetail({ ...played, ...facts })
      return render(
        <RequirementPage
          {...requirementView(detail, locale, t)}
          accountName="Boulangerie Dupont"
          supportEmail={SUPPORT}
          refusedAt={refusedAt(state)}
          refused={null}
          onDone={() => {}}
        />,
      )
    }
    fc.assert(
      fc.property(merchantState, (state) => {
        const played = playAll(state)
        const { answers } = homeOf(state, played)
        const faults = [
          ...faultsOfHome(home(state, played), state, played, locale),
          ...played.flatMap((one) => {
            const shown = page(state, one, played)
            return [...faultsOfPage(shown, state, one, locale), ...otherDays(shown, answers, one, locale)]
          }),
        ]
        expect(faults).toEqual([])
      }),
      { numRuns: RUNS },
    )
  },
)

test('no page tells one cause of an examination from another, or that there are several', () => {
  fc.assert(
    fc.property(merchantState, (state) => {
      const played = playAll(state)
      const plain = [...new Set(state.byHand.map(({ capability }) => capability))]
      const told = { ...state, byHand: plain.map((capability) => ({ capability, cause: 'manual' as const })) }
      expect(homeOf(state, played)).toEqual(homeOf(told, played))
    }),
    { numRuns: RUNS },
  )
})

/** The home: each card and each row by itself, from which a merchant could not go on, or which says what is not so. */
function faultsOfHome(
  shown: Shown,
  state: MerchantState,
  played: readonly Played[],
  locale: 'fr' | 'en',
): string[] {
  const open = played.filter((one) => isOpen(state, one))
  const toSend = open.filter(({ requirement }) => !['submitted', 'in_review'].includes(requirement.status))
  const dueNow = toSend.filter(({ requirement }) => requirement.deadlineAt)
  const late = dueNow.some(({ requirement }) => (requirement.deadlineAt ?? NOW) < NOW)
  const leadsOn = (link: string) =>
    link === WRITE ||
    link === '/status' ||
    toSend.some(({ requirement }) => link === `/requirements/${requirement.id}`)
  const withheld = new Set(restrictionsOf(state, played).map(({ capability }) => capability))
  const examined = new Set(state.closed ? [] : state.byHand.map(({ capability }) => capability))
  const cards = cardsOf(shown)
  const faults = cards.flatMap((card, index) => {
    const capability = index === 0 ? 'payments' : 'payouts'
    const works = !state.closed && !withheld.has(capability)
    const saysNothing = NOTHING[locale].test(card.text)
    const { ahead, over } = promisesIn(card.text, locale)
    const promises = ahead.length + over.length > 0
    const saysDeadline = dueNow.length > 0 && /\d{4}\.$/.test(card.text)
    return [
      ...(state.closed || card.links.some(leadsOn) || promises || saysNothing || saysDeadline
        ? []
        : ['a card without a next step']),
      // To write to somebody is a step, and yet no answer to when.
      ...(examined.has(capability) && !promises ? ['an examination without a day'] : []),
      ...(saysNothing && (!works || dueNow.length > 0) ? ['nothing to do, although there is'] : []),
      // Also during an incident of ours: it does not stop the ladder.
      ...(works && late && !/pour éviter une suspension|to avoid a suspension/.test(card.text)
        ? ['overdue, untold']
        : []),
      ...untruePromises(card, locale, TODAY),
    ].map((fault) => `${fault}: ${card.text}`)
  })
  const rows = rowsOf(shown)
  for (const one of open) {
    const { id, status } = one.requirement
    const row = rows.find(({ links }) => links.includes(`/requirements/${id}`))
    if (!row) faults.push(`no way to ${id}, ${status}`)
    else if (!toSend.includes(one)) {
      const { ahead, over } = promisesIn(row.text, locale)
      if (ahead.length + over.length === 0) faults.push(`nobody acts: ${row.text}`)
      faults.push(...untruePromises(row, locale, TODAY))
    }
  }
  if (
    state.closed &&
    played.some(({ requirement }) => !requirement.closedAt && shown.html.includes(requirement.id))
  ) {
    faults.push('closed, yet something is asked')
  }
  // Said once above both cards, whose only news it is.
  const toWrite = partOf(shown.html).links.filter((link) => link === WRITE)
  if (state.closed && toWrite.length !== 1) faults.push(`closed, and ${toWrite.length} ways to write to us`)
  if (cards.length !== 2) faults.push(`${cards.length} cards`)
  return [...faults, ...faultsOfAny(partOf(shown.html), state, toSend.length > 0)]
}

/** The page of one requirement: the place to send, while that is taken; else who answers by when, or that it is over. */
function faultsOfPage(shown: Shown, state: MerchantState, played: Played, locale: 'fr' | 'en'): string[] {
  const whole = partOf(shown.html)
  const { id, status, closedAt: endedAt } = played.requirement
  const pending = !endedAt && (status === 'submitted' || status === 'in_review')
  const sends = shown.html.includes(`action="/requirements/${id}"`)
  const { ahead, over } = promisesIn(whole.text, locale)
  const faults = untruePromises(whole, locale, TODAY)
  // `submitDocuments` takes an answer exactly while the requirement and its account are open.
  if (sends !== isOpen(state, played)) faults.push(sends ? 'a form that is refused' : 'no form')
  if (isOpen(state, played) && pending && ahead.length + over.length === 0) faults.push('nobody answers')
  if (!pending && ahead.length + over.length > 0) faults.push('an answer to nothing')
  if (!state.closed && endedAt && !NOTHING[locale].test(whole.text)) faults.push('not said to be settled')
  if (state.closed && !whole.links.includes(WRITE)) faults.push('closed, and nobody to write to')
  faults.push(...faultsOfAny(whole, state, isOpen(state, played) && !pending))
  return faults.map((fault) => `${fault} (${status}): ${whole.text}`)
}

/** Days that the home names to avoid a suspension, and the page of the document that is overdue does not. */
function otherDays(shown: Shown, answers: Home['answers'], { requirement }: Played, locale: 'fr' | 'en') {
  const { text } = partOf(shown.html)
  return answers.flatMap(({ answer, requirementId, dueBy }) => {
    if (answer === 'workingDue' || requirementId !== requirement.id || !dueBy) return []
    const day = formatTime(locale, dueBy, 'long-date').replace(/\s/g, ' ')
    return text.includes(day) ? [] : [`the home says ${day}: ${text}`]
  })
}

/** What every page says: that our mails do not arrive, and that sending may fail while there is something to send. */
function faultsOfAny({ text, links }: Part, state: MerchantState, toSend: boolean): string[] {
  const disturbed = /L.envoi de documents est perturbé|Sending documents is disrupted/.test(text)
  return [
    ...(state.unreachable && !(text.includes(REFUSED) && links.some((link) => link.startsWith(WRITE)))
      ? ['unreachable, and not told so']
      : []),
    ...(state.outageRuns && toSend && !(disturbed && links.includes('/status')) ? ['an outage, untold'] : []),
    ...(disturbed && !state.outageRuns ? ['an outage that is none'] : []),
  ]
}
