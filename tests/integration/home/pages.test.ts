import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { system, type UserActor } from '#app/domain/access/actor.ts'
import { openSession } from '#app/domain/access/sessions.ts'
import { endOfDay, plainDay } from '#app/domain/calendar/paris.ts'
import { readMerchantHome } from '#app/domain/home/merchant-home.ts'
import type { ServiceStatus } from '#app/domain/home/will-i-be-paid.ts'
import { settleOutages } from '#app/domain/outages/settle-outages.ts'
import { restrictManually } from '#app/domain/restrictions/restrict-manually.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { sessionCookie } from '#app/http/cookies.server.ts'
import type { Services } from '#app/http/load-context.ts'
import { en } from '#app/i18n/en/index.ts'
import { fr } from '#app/i18n/fr/index.ts'
import { loader as historyLoader } from '#app/routes/merchant/history.tsx'
import { loader as homeLoader } from '#app/routes/merchant/home.tsx'
import {
  action as requirementAction,
  loader as requirementLoader,
} from '#app/routes/merchant/requirement.tsx'
import { makeComponent } from '#tests/factories/component.ts'
import { makeIncident, resolveIncident } from '#tests/factories/incident.ts'
import { ask as askBefore, sweepContext } from '#tests/factories/overdue.ts'
import { makeScene, NOW, type Scene } from '#tests/factories/requirement.ts'
import { pdf, picture, type TestFile } from '#tests/factories/submission.ts'
import { addUser } from '#tests/factories/user.ts'
import { openSite } from '#tests/factories/visit.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const scene = () => makeScene(database.db)
const site = (at = NOW) => openSite(database.db, { at })

async function cookieOf(made: Scene, { userId, role }: UserActor): Promise<string> {
  const visitor = { address: '', userAgent: '' }
  const { token } = await openSession(made.as(system('test')), { id: userId, role }, visitor)
  const cookie = sessionCookie({ publicUrl: 'https://vigie.test' } as Services)
  return (await cookie.serialize(token)).split(';')[0] ?? ''
}

function form(files: readonly TestFile[], submitKey: string = randomUUID()): FormData {
  const data = new FormData()
  data.append('submit_key', submitKey)
  for (const { field = 'whole', name, type, bytes } of files) {
    data.append(field, new File([new Uint8Array(bytes)], name, { type }))
  }
  return data
}

describe('the page of a requirement', () => {
  test('says what, why, by when and who acts, in the language of the reader', async () => {
    const made = await scene()
    const requirementId = await made.request({ message: 'Merci de faire vite.' })
    const cookie = await cookieOf(made, made.member)
    const params = { requirementId }
    const { body } = await site().visit(requirementLoader, `/requirements/${requirementId}`, {
      cookie,
      params,
    })
    expect(body).toMatchObject({
      name: 'RIB',
      message: 'Merci de faire vite.',
      status: 'requested',
      bucket: 'currently_due',
      clock: { daysUsed: 0, daysTotal: 30, daysLeft: 30 },
      legalGround: expect.stringMatching(/Code monétaire/),
      rejection: null,
    })
    const english = `${cookie}; vigie_locale=${Buffer.from('"en"').toString('base64')}`
    const read = await site().visit(requirementLoader, `/requirements/${requirementId}`, {
      cookie: english,
      params,
    })
    expect(read.body).toMatchObject({ name: 'Bank details (RIB)' })
  })

  test('says what moved the clock, that an outage will move it, and by when we answer', async () => {
    const made = await scene()
    const requirementId = await made.request()
    const publisher = await addUser(made.as(system('test')), 'publisher')
    const desk = (at: string) => made.as(publisher, at)
    const portal = await makeComponent(desk(NOW), { neededToSubmitDocuments: true })
    const incidentId = await makeIncident(desk('2026-02-03T09:00:00Z'), { [portal]: 'major_outage' })
    const cookie = await cookieOf(made, made.member)
    const read = async (at: string) =>
      (
        await site(at).visit(requirementLoader, `/requirements/${requirementId}`, {
          cookie,
          params: { requirementId },
        })
      ).body
    expect(await read('2026-02-03T10:00:00Z')).toMatchObject({ outageRuns: true, answerBy: null })
    await resolveIncident(desk('2026-02-04T12:00:00Z'), incidentId)
    await settleOutages(made.as(system('settle_outages'), '2026-02-04T12:01:00Z'))
    expect(await read('2026-02-04T13:00:00Z')).toMatchObject({
      outageRuns: false,
      clock: { daysTotal: 32 },
      ledger: [
        { kind: 'started', outage: null },
        {
          kind: 'extended',
          days: 2,
          outage: { from: new Date('2026-02-03T09:00:00Z'), until: new Date('2026-02-04T12:00:00Z') },
        },
      ],
    })
    await site('2026-02-05T09:00:00Z').visit(requirementAction, `/requirements/${requirementId}`, {
      cookie,
      params: { requirementId },
      form: form([await pdf()]),
    })
    expect(await read('2026-02-05T10:00:00Z')).toMatchObject({
      // Two business days, from Thursday to Monday.
      answerBy: { passed: false, by: new Date('2026-02-09T22:59:59.999Z') },
      clock: { daysUsed: 3, daysTotal: 32, pausedCause: 'submitted' },
    })
  })

  test('takes files by its plain form and leads back to itself', async () => {
    const made = await scene()
    const requirementId = await made.request()
    const cookie = await cookieOf(made, made.member)
    const send = (files: TestFile[]) =>
      site().visit(requirementAction, `/requirements/${requirementId}`, {
        cookie,
        params: { requirementId },
        form: form(files),
      })
    const refused = await send([await picture('gif', 'anim.gif')])
    expect(refused).toMatchObject({
      status: 415,
      body: { ok: false, files: [{ position: 0, name: 'anim.gif', text: expect.stringMatching(/PDF/) }] },
    })
    expect(await send([])).toMatchObject({ status: 422, body: { ok: false, files: [] } })
    expect((await made.requirement(requirementId)).status).toBe('requested')
    const accepted = await send([await pdf()])
    expect(accepted.status).toBe(302)
    expect(accepted.headers.get('Location')).toBe(`/requirements/${requirementId}`)
    expect((await made.requirement(requirementId)).status).toBe('submitted')
  })

  test('does not exist for others: another account, wrong ids, staff', async () => {
    const made = await scene()
    const requirementId = await made.request()
    const other = await scene()
    const visit = (cookie: string, id: string) =>
      site().visit(requirementLoader, `/requirements/${id}`, { cookie, params: { requirementId: id } })
    const stranger = await cookieOf(other, other.member)
    expect((await visit(stranger, requirementId)).status).toBe(404)
    expect((await visit(stranger, randomUUID())).status).toBe(404)
    expect((await visit(stranger, '1 or 1=1')).status).toBe(404)
    expect((await visit(await cookieOf(made, made.officer), requirementId)).status).toBe(403)
    const upload = await site().visit(requirementAction, `/requirements/${requirementId}`, {
      cookie: stranger,
      params: { requirementId },
      form: form([await pdf()]),
    })
    expect(upload.status).toBe(404)
    expect((await made.requirement(requirementId)).status).toBe('requested')
  })
})

describe('the home page', () => {
  test('lists what is due, most urgent first, and says that payments and payouts work', async () => {
    const made = await scene()
    const later = await made.request({ documentType: 'activity_licence', deadline: null })
    const far = await made.request({ deadline: '2026-03-20' })
    const near = await made.request({ documentType: 'sirene_notice', deadline: '2026-02-20' })
    const { body } = await site().visit(homeLoader, '/home', { cookie: await cookieOf(made, made.member) })
    expect(body).toMatchObject({
      todo: [{ id: near, daysLeft: 18 }, { id: far }],
      withUs: [],
      later: [{ id: later }],
      answers: [
        { capability: 'payments', answer: 'workingDue', requirementId: near },
        { capability: 'payouts', answer: 'workingDue', requirementId: near },
      ],
    })
  })

  test('and the history, page after page, whatever key somebody makes up', async () => {
    const made = await scene()
    for (let n = 0; n < 26; n += 1) {
      await made.request({ documentType: 'identity_document', subject: `Associé ${n}` })
    }
    const cookie = await cookieOf(made, made.member)
    const read = async (search: string) =>
      (await site().visit(historyLoader, `/history${search}`, { cookie })).body as {
        requirements: { id: string }[]
        next: string | null
      }
    const first = await read('')
    const second = await read(first.next ?? '')
    expect([first.requirements.length, second.requirements.length, second.next]).toEqual([25, 1, null])
    for (const made_up of ['?after=x', '?after=1.2', `?after=999999999999999.${randomUUID()}`]) {
      expect((await read(made_up)).requirements).toHaveLength(25)
    }
  })

  test('is for members alone', async () => {
    const made = await scene()
    const publisher = await addUser(made.as(system('test')), 'publisher')
    for (const actor of [made.officer, publisher]) {
      expect((await site().visit(homeLoader, '/home', { cookie: await cookieOf(made, actor) })).status).toBe(
        403,
      )
    }
    expect((await site().visit(homeLoader, '/home')).headers.get('Location')).toBe(
      '/sign-in?returnTo=%2Fhome',
    )
  })
})

describe('will I be paid?', () => {
  const ask = async (made: Scene, at = NOW, service: ServiceStatus = []) => {
    const { answers } = await readMerchantHome(made.as(made.member, at), made.account.id, service)
    const [payments, payouts] = answers
    return { payments, payouts }
  }

  test('names an incident or a maintenance of the service behind it', async () => {
    const made = await scene()
    const service: ServiceStatus = [
      { capability: 'payments', status: 'major_outage' },
      { capability: 'payouts', status: 'under_maintenance' },
    ]
    expect(await ask(made, NOW, service)).toMatchObject({
      payments: { answer: 'disturbed' },
      payouts: { answer: 'maintenance' },
    })
    const slow: ServiceStatus = [{ capability: 'payments', status: 'degraded_performance' }]
    expect(await ask(made, NOW, slow)).toMatchObject({ payments: { answer: 'working' } })
  })

  test('warns while a document is late, with the last day before each suspension as long as it lasts', async () => {
    const made = await scene()
    const requirementId = await made.request({ deadline: '2026-02-03' })
    const late = (dueBy: Date | null) => ({ answer: 'workingLate', requirementId, dueBy })
    const [payouts, payments] = [endOfDay(plainDay('2026-02-06')), endOfDay(plainDay('2026-02-13'))]
    const at = async (now: Date) => await ask(made, now.toISOString())
    expect(await at(new Date('2026-02-04T09:00:00Z'))).toMatchObject({
      payments: late(payments),
      payouts: late(payouts),
    })
    // The sweep has not withheld anything, as after reminders that bounced.
    expect(await at(new Date(payouts.getTime() - 1))).toMatchObject({ payouts: late(payouts) })
    expect(await at(payouts)).toMatchObject({ payments: late(payments), payouts: late(null) })
    expect(await at(payments)).toMatchObject({ payments: late(null), payouts: late(null) })
  })

  test('tells the document to send, then that we check it', async () => {
    const made = await scene()
    const merchant = { accountId: made.account.id, email: '' }
    const [overdue] = await askBefore(database.db, [merchant], {
      deadline: '2026-02-02',
      notices: ['2026-01-20T09:00:00Z', '2026-01-28T09:00:00Z'],
    })
    await runSweep(sweepContext(database.db, '2026-02-07T09:00:00Z'))
    const at = '2026-02-09T09:00:00Z'
    expect((await ask(made, at)).payouts).toMatchObject({ answer: 'overdueSend', requirementId: overdue })
    await site(at).visit(requirementAction, `/requirements/${overdue}`, {
      cookie: await cookieOf(made, made.member),
      params: { requirementId: overdue ?? '' },
      form: form([await pdf()]),
    })
    expect((await ask(made, at)).payouts).toMatchObject({ answer: 'overdueReview', requirementId: null })
  })

  test('gives every cause of compliance one name', async () => {
    for (const cause of ['manual', 'fraud', 'asset_freeze'] as const) {
      const made = await scene()
      await restrictManually(made.as(made.officer), {
        accountId: made.account.id,
        capabilities: ['payments', 'payouts'],
        cause,
        reason: 'Signalement.',
      })
      // Ten business days from Monday.
      const examination = { by: new Date('2026-02-16T22:59:59.999Z'), passed: false }
      const answer = { answer: 'underReview', examination, requirementId: null }
      expect(await ask(made)).toMatchObject({ payments: answer, payouts: answer })
    }
  })
})

test('no state is a dead end: each has a sentence that says whose turn it is', () => {
  for (const { requirements } of [fr, en]) {
    for (const state of Object.keys(requirements.state) as (keyof typeof requirements.next)[]) {
      expect(requirements.next[state]).toMatch(
        /^(C’est (à vous|à nous|réglé) : |(Your turn|Our turn|Settled): )/,
      )
    }
    expect(Object.keys(requirements.next).sort()).toEqual(Object.keys(requirements.state).sort())
  }
})
