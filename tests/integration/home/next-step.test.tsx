import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { MerchantHome, type MerchantHomeProps } from '#app/components/merchant/merchant-home.tsx'
import { RequirementPage, type RequirementPageProps } from '#app/components/merchant/requirement-page.tsx'
import { system } from '#app/domain/access/actor.ts'
import { openSession } from '#app/domain/access/sessions.ts'
import { closeAccount } from '#app/domain/accounts/close-account.ts'
import { readAccountStanding } from '#app/domain/accounts/page-accounts.ts'
import { reopenAccount } from '#app/domain/accounts/reopen-account.ts'
import { askExtension } from '#app/domain/extensions/ask-extension.ts'
import { cancelRequirement } from '#app/domain/requirements/cancel.ts'
import { waiveRequirement } from '#app/domain/requirements/waive.ts'
import { restrictManually } from '#app/domain/restrictions/restrict-manually.ts'
import { setCapability } from '#app/domain/restrictions/set-capability.ts'
import { approveSubmission } from '#app/domain/reviews/approve-submission.ts'
import { rejectSubmission } from '#app/domain/reviews/reject-submission.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { sessionCookie } from '#app/http/cookies.server.ts'
import type { Services } from '#app/http/load-context.ts'
import { LOCALES, type Locale } from '#app/i18n/locales.ts'
import { loader as homeLoader } from '#app/routes/merchant/home.tsx'
import {
  action as requirementAction,
  loader as requirementLoader,
} from '#app/routes/merchant/requirement.tsx'
import { Requirement } from '#db/models/requirements.ts'
import { NoticeRequirement } from '#db/models/restrictions.ts'
import { ContactTask } from '#db/models/tasks.ts'
import { makeApiKey } from '#tests/factories/api.ts'
import { overdueMerchants, widenBreaker } from '#tests/factories/breaker.ts'
import { makeComponent } from '#tests/factories/component.ts'
import { deskContext, write } from '#tests/factories/context.ts'
import { makeIncident, resolveIncident } from '#tests/factories/incident.ts'
import { ask, sweepContext } from '#tests/factories/overdue.ts'
import { makeScene, type Scene } from '#tests/factories/requirement.ts'
import { addWaiting } from '#tests/factories/review-scene.ts'
import { pdf } from '#tests/factories/submission.ts'
import { addUser } from '#tests/factories/user.ts'
import { openSite } from '#tests/factories/visit.ts'
import { useDatabase } from '#tests/setup/database.ts'
import { cardsOf, NOTHING, promisesIn } from '#tests/setup/next-step.ts'
import { renderer } from '#tests/setup/render.tsx'

const database = useDatabase()

/** When the merchant looks; what is late was due on 13 February, so that both rungs of the ladder are behind. */
const AT = '2026-03-10T09:00:00.000Z'
const BEFORE = '2026-03-02T09:00:00.000Z'
const NOTICES = ['2026-01-05T09:00:00Z', '2026-01-30T09:00:00Z']

const merchantOf = ({ account }: Scene) => ({ accountId: account.id, email: '' })
const late = async (made: Scene, notices: readonly (string | null)[] = NOTICES) =>
  await ask(database.db, [merchantOf(made)], { deadline: '2026-02-13', notices })
const waiting = ({ as, account, member, officer }: Scene) => addWaiting(as(officer, AT), { account, member })
const withhold = (made: Scene, cause: 'manual' | 'fraud' | 'asset_freeze', at = BEFORE) =>
  restrictManually(made.as(made.officer, at), {
    accountId: made.account.id,
    capabilities: ['payments', 'payouts'],
    cause,
    reason: 'Signalement.',
  })
async function withholdByKey(made: Scene) {
  const { id: keyId } = await makeApiKey(made.as(system('test'), BEFORE))
  const key = { kind: 'api_key', keyId, scopes: ['capabilities:write'], livemode: true } as const
  await setCapability(deskContext(database.db, key, BEFORE), {
    accountId: made.account.id,
    capability: 'payouts',
    status: 'inactive',
    reason: 'Impayés.',
  })
}
async function unreached(made: Scene) {
  const [requirementId = ''] = await late(made, [null])
  const { noticeId } = await NoticeRequirement.query(database.db).findOne({ requirementId }).throwIfNotFound()
  await write(made.as(system('test'), BEFORE), (tx) =>
    ContactTask.query(tx.db).insert({
      id: randomUUID(),
      accountId: made.account.id,
      noticeId,
      openedAt: tx.clock.now(),
    }),
  )
}
const end = ({ account }: Scene) => ({ accountId: account.id, reason: 'Fin de contrat.' })
const close = (made: Scene) => closeAccount(made.as(made.officer, BEFORE), end(made))
const reopen = (made: Scene) => reopenAccount(made.as(made.officer, '2026-03-09T09:00:00.000Z'), end(made))

/** Each state by the verbs that lead to it. */
const STATES: Record<string, (made: Scene) => Promise<unknown>> = {
  'nothing asked yet': async () => {},
  'asked, the clock runs': (made) => made.request({ deadline: '2026-03-20' }),
  'asked without a date': (made) => made.request({ deadline: null }),
  'a clock to come': async (made) => {
    const id = await made.request({ deadline: null })
    await write(made.as(system('test'), BEFORE), (tx) =>
      Requirement.query(tx.db).findById(id).patch({ clockFrom: '2026-04-01', clockDays: 30 }),
    )
  },
  'paused in review': waiting,
  rejected: async (made) => {
    const { submission } = await waiting(made)
    await rejectSubmission(made.as(made.officer, AT), {
      submissionId: submission.id,
      version: 1,
      reasonCodes: ['expired'],
    })
  },
  approved: async (made) => {
    const { submission } = await waiting(made)
    await approveSubmission(made.as(made.officer, AT), {
      submissionId: submission.id,
      version: 1,
      issuedOn: '2026-03-01',
    })
  },
  waived: async (made) =>
    waiveRequirement(made.as(made.officer, BEFORE), { requirementId: await made.request(), reason: 'Non.' }),
  cancelled: async (made) =>
    cancelRequirement(made.as(made.officer, BEFORE), { requirementId: await made.request(), reason: 'Non.' }),
  'past due, nothing withheld yet': (made) => late(made, []),
  'payouts withheld': async (made) => {
    await late(made)
    await runSweep(sweepContext(database.db, '2026-02-19T09:00:00Z'))
  },
  suspended: async (made) => {
    await late(made)
    await runSweep(sweepContext(database.db, '2026-03-01T09:00:00Z'))
  },
  'suspended, and it lies with us': async (made) => {
    const [requirementId = ''] = await late(made)
    await runSweep(sweepContext(database.db, '2026-03-01T09:00:00Z'))
    await send(made, requirementId, '2026-03-09T09:00:00Z')
  },
  'a long extension asked': async (made) => {
    const [requirementId = ''] = await late(made)
    await askExtension(made.as(made.officer, BEFORE), { requirementId, days: 60, reason: 'Notaire.' })
  },
  'an address that refuses our mails': unreached,
  'withheld by an officer': (made) => withhold(made, 'manual'),
  'withheld for fraud': (made) => withhold(made, 'fraud'),
  frozen: (made) => withhold(made, 'asset_freeze'),
  'withheld by a key': withholdByKey,
  'withheld for everything at once': async (made) => {
    await late(made)
    await runSweep(sweepContext(database.db, '2026-03-01T09:00:00Z'))
    await withhold(made, 'manual')
    await withhold(made, 'fraud')
    await withhold(made, 'asset_freeze')
    await withholdByKey(made)
  },
  'an examination that is late': (made) => withhold(made, 'fraud', '2026-02-02T09:00:00Z'),
  closed: async (made) => {
    await made.request()
    await waiting(made)
    await close(made)
  },
  'closed while it is withheld for everything': async (made) => {
    await late(made)
    await runSweep(sweepContext(database.db, '2026-03-01T09:00:00Z'))
    await withhold(made, 'fraud', '2026-03-01T09:00:00.000Z')
    await close(made)
  },
  reopened: async (made) => {
    await late(made)
    await close(made)
    await reopen(made)
  },
  'reopened, and frozen as before': async (made) => {
    await withhold(made, 'asset_freeze', '2026-02-02T09:00:00.000Z')
    await close(made)
    await reopen(made)
  },
}

/** What each state withholds from payments and payouts, so that it is known to be reached; nothing else. */
const BOTH = (cause: string) => ({ payments: [cause], payouts: [cause] })
const WITHHELD: Record<string, Record<'payments' | 'payouts', string[]>> = {
  'payouts withheld': { payments: [], payouts: ['requirements.past_due'] },
  suspended: BOTH('requirements.past_due'),
  'suspended, and it lies with us': BOTH('requirements.pending_verification'),
  'withheld by an officer': BOTH('under_review'),
  'withheld for fraud': BOTH('under_review'),
  frozen: BOTH('under_review'),
  'withheld by a key': { payments: [], payouts: ['platform_paused'] },
  'withheld for everything at once': {
    payments: ['requirements.past_due', 'under_review'],
    payouts: ['requirements.past_due', 'under_review', 'platform_paused'],
  },
  'an examination that is late': BOTH('under_review'),
  closed: BOTH('other'),
  'closed while it is withheld for everything': BOTH('other'),
  'reopened, and frozen as before': BOTH('under_review'),
}

async function cookieOf(made: Scene): Promise<string> {
  const { userId, role } = made.member
  const visitor = { address: '', userAgent: '' }
  const { token } = await openSession(made.as(system('test'), AT), { id: userId, role }, visitor)
  const cookie = sessionCookie({ publicUrl: 'https://vigie.test' } as Services)
  return (await cookie.serialize(token)).split(';')[0] ?? ''
}

async function send(made: Scene, requirementId: string, at = AT): Promise<number> {
  const data = new FormData()
  data.append('submit_key', randomUUID())
  const { name, type, bytes } = await pdf()
  data.append('whole', new File([new Uint8Array(bytes)], name, { type }))
  const { status } = await openSite(database.db, { at }).visit(
    requirementAction,
    `/requirements/${requirementId}`,
    { cookie: await cookieOf(made), params: { requirementId }, form: data },
  )
  return status
}

const newScene = () => makeScene(database.db)

/** The home as its reader sees it, and every page of a requirement of the account. */
async function look(made: Scene, locale: Locale, at = AT) {
  const render = await renderer(locale)
  const site = openSite(database.db, { at })
  const language = `vigie_locale=${Buffer.from(`"${locale}"`).toString('base64')}`
  const cookie = `${await cookieOf(made)}; ${language}`
  const { body } = await site.visit(homeLoader, '/home', { cookie })
  const home = render(<MerchantHome {...(body as MerchantHomeProps)} />)
  const requirements = await Requirement.query(database.db).where({ accountId: made.account.id })
  const pages = await Promise.all(
    requirements.map(async ({ id }) => {
      const params = { requirementId: id }
      const page = await site.visit(requirementLoader, `/requirements/${id}`, { cookie, params })
      const props = page.body as RequirementPageProps
      return { id, shown: render(<RequirementPage {...props} refused={null} onDone={() => {}} />) }
    }),
  )
  return { home, pages }
}

test('held by the circuit breaker: the merchant can still avert it', async () => {
  const merchants = await overdueMerchants(database.db, 25)
  const made = await newScene()
  const [id = ''] = await late(made)
  const { counts } = await runSweep(sweepContext(database.db, '2026-02-19T09:00:00Z'))
  expect([merchants.length, counts.restrictedAccounts]).toEqual([25, 0])
  const { home } = await look(made, 'fr')
  expect(home.links).toContain(`/requirements/${id}`)
  expect(home.text).toContain('envoyez-le pour éviter une suspension')
})

describe('the pages of a merchant', () => {
  beforeAll(() => widenBreaker(database.db))

  const cases = LOCALES.flatMap((locale) => Object.keys(STATES).map((name) => [name, locale] as const))
  test.each(cases)('%s: what they offer works (%s)', async (name, locale) => {
    const made = await newScene()
    await STATES[name]?.(made)
    const { home, pages } = await look(made, locale)
    const known = pages.map(({ id }) => `/requirements/${id}`)
    for (const link of home.links) {
      expect([...known, '/status', '/history']).toContain(link.startsWith('mailto:') ? '/status' : link)
    }
    const standing = await readAccountStanding(made.as(made.officer, AT), made.account.id)
    expect(standing.withheldFor).toEqual(WITHHELD[name] ?? { payments: [], payouts: [] })
    for (const [index, capability] of (['payments', 'payouts'] as const).entries()) {
      const card = cardsOf(home)[index]
      const works = card && /Actifs|Active/.test(card.text)
      expect(works).toBe(standing.withheldFor[capability].length === 0)
      if (standing.withheldFor[capability].includes('under_review')) {
        const { ahead, over } = promisesIn(card?.text ?? '', locale)
        expect([ahead.length, over.length].sort()).toEqual([0, 1])
      }
      expect(card && NOTHING[locale].test(card.text) && standing.due.past_due.length > 0).toBe(false)
    }
    for (const { id, shown } of pages) {
      const offers = shown.html.includes(`action="/requirements/${id}"`)
      expect(await send(made, id)).toBe(offers ? 302 : 412)
    }
  })

  test.each([
    ['2026-02-19T09:00:00Z', 'vos versements', true],
    ['2026-03-01T09:00:00Z', 'vos versements et vos paiements', false],
  ])(
    'the page of a document says what it has suspended, and not that it may come (%s)',
    async (at, what, more) => {
      const made = await newScene()
      await late(made)
      await runSweep(sweepContext(database.db, at))
      const { pages } = await look(made, 'fr', at)
      const text = pages[0]?.shown.text.replaceAll('\u00a0', ' ')
      expect(text).toContain(`Le retard a fait suspendre ${what}.`)
      expect(text).not.toContain('Passé l’échéance, nous devrons')
      expect(text?.includes('pour éviter la suspension de vos paiements')).toBe(more)
    },
  )
})

test('an outage: pages say so while it runs, and what they offer works', async () => {
  const made = await newScene()
  await made.request({ deadline: '2026-03-20' })
  const desk = (at: string) => made.as(publisher, at)
  const publisher = await addUser(made.as(system('test')), 'publisher')
  const portal = await makeComponent(desk(BEFORE), { neededToSubmitDocuments: true })
  const incident = await makeIncident(desk('2026-03-10T08:00:00Z'), { [portal]: 'major_outage' })
  const { home, pages } = await look(made, 'fr')
  for (const { text, links } of [home, ...pages.map(({ shown }) => shown)]) {
    expect(text).toContain('L’envoi de documents est perturbé')
    expect(links).toContain('/status')
  }
  expect(await send(made, pages[0]?.id ?? '')).toBe(302)
  await resolveIncident(desk('2026-03-10T08:30:00Z'), incident)
})
