import { afterAll, beforeAll, expect, test } from 'vitest'
import { system } from '#app/domain/access/actor.ts'
import { addTasks } from '#tests/factories/breaker.ts'
import { type Application, startApplication } from '#tests/setup/application.ts'
import { type Inhabitants, inhabit } from '#tests/setup/inhabitants.ts'
import { closeBrowser, openReader } from '#tests/setup/reader.ts'

let app: Application
let people: Inhabitants
beforeAll(async () => {
  app = await startApplication()
  people = await inhabit(app)
  await addTasks(app.context(system('sweep')), app.context(people.officer.actor))
})
afterAll(async () => {
  await closeBrowser()
  await app.stop()
})

type Ids = Inhabitants['ids']

/** Every page by who opens it, at the width and in the language in which the journey does not see it. */
const PAGES: Record<string, (ids: Ids) => string[]> = {
  nobody: () => [
    ...['/sign-in', '/password/forgot', '/activate/resend', `/activate/${'A'.repeat(43)}`, '/nowhere'],
    ...[
      '/status/history',
      '/status/groups/all',
      '/status/embed',
      '/status/banner',
      `/status/confirm/${'A'.repeat(43)}`,
      '/status/incidents/aaaaaaaaaaaa',
      '/status/nowhere',
    ],
  ],
  member: ({ requirementId }) => [
    '/home',
    '/history',
    `/requirements/${requirementId}`,
    '/settings',
    '/review',
  ],
  officer: ({ submissionId, accountId, batchId, sirenBatchId, finishedBatchId }) => [
    ...[
      '/review',
      `/review/${submissionId}`,
      '/review?search=nothing',
      '/accounts',
      `/accounts/${accountId}`,
    ],
    ...['/requests', '/requests/new', `/requests/new?from=${batchId}`, `/requests/${batchId}`],
    ...[`/requests/${sirenBatchId}`, `/requests/${sirenBatchId}/file`, `/requests/${finishedBatchId}`],
    ...[
      '/tasks',
      '/upcoming',
      '/upcoming?show=notices',
      '/upcoming/held',
      '/admin/policy',
      '/admin/policy/1',
    ],
    ...['/settings', '/admin', `/accounts/${accountId.replace(/^./, '0')}`],
  ],
  publisher: (ids) => [
    ...['/desk', '/desk/incidents/new', `/desk/incidents/${ids.incidentId}`, '/desk/maintenances/new'],
    `/desk/incidents/${ids.incidentId}/updates/${ids.incidentUpdateId}`,
    ...['/desk/incidents', '/desk/incidents?search=nothing&state=closed'],
    ...[`/desk/incidents/${ids.incidentId}/edit`, '/desk/incidents/past'],
    ...['/desk/templates', '/desk/templates/new', '/desk/templates/new?kind=maintenance'],
    ...[`/desk/templates/${ids.templateId}`, `/desk/incidents/new?template=${ids.templateId}`],
    `/desk/maintenances/${ids.maintenanceId}`,
    `/desk/maintenances/${ids.maintenanceId}/move`,
    `/desk/maintenances/${ids.maintenanceId}/cancel`,
    ...['', '/edit', '/stop'].map((part) => `/desk/maintenances/series/${ids.seriesId}${part}`),
    '/desk/maintenances?month=2027-05',
    ...[
      '/desk/components',
      '/desk/components/new',
      `/desk/components/${ids.componentId}`,
      '/desk/groups/new',
      `/desk/groups/${ids.groupId}`,
    ],
    ...['/desk/subscribers', `/desk/broadcasts/${ids.broadcastId}`],
    ...[
      '/desk/probes',
      '/desk/probes/new',
      `/desk/probes/${ids.probeId}`,
      `/desk/probes/${ids.probeId}/edit`,
    ],
    ...[`/desk/incidents/new?proposal=${ids.proposalId}`, `/desk/proposals/${ids.proposalId}/dismiss`],
  ],
  administrator: ({ importId, webhookId, webhookDeliveryId, policyDraft }) => [
    ...['/admin', '/admin/users', '/admin/users/new', '/admin/accounts/new', '/admin/accounts/import'],
    `/admin/accounts/imports/${importId}`,
    ...['/admin/api-keys', '/admin/api-keys/new'],
    ...['/admin/webhooks', '/admin/webhooks/new', `/admin/webhooks/${webhookId}`],
    ...[`/admin/webhooks/${webhookId}/edit`, `/admin/webhooks/${webhookId}/deliveries/${webhookDeliveryId}`],
    `/admin/webhooks/${webhookId}?group=delivered`,
    ...['/admin/policy', '/admin/policy/1', `/admin/policy/1?with=${policyDraft}`],
    ...['', '/rules', '/sets', '/types/new', '/types/bank_details', '/effect'].map(
      (part) => `/admin/policy/${policyDraft}${part}`,
    ),
  ],
}

test.each(Object.entries(PAGES))('the pages of %s', async (visitor, pages) => {
  const isStaff = ['officer', 'publisher', 'administrator'].includes(visitor)
  const reader = await openReader(
    app.url,
    isStaff ? { locale: 'fr', width: 390 } : { locale: 'en', width: 1280 },
  )
  const cookies = [{ name: 'vigie_locale', value: localeCookie(isStaff ? 'fr' : 'en') }]
  if (visitor !== 'nobody') {
    const [name = '', value = ''] = (await app.cookieOf(people[visitor as 'member'])).split(/=(.*)/s)
    cookies.push({ name, value })
  }
  await reader.page.context().addCookies(cookies.map((cookie) => ({ ...cookie, url: app.url })))
  for (const page of pages(people.ids)) {
    const english = page.replace(/^\/status(?=\/(history|incidents|groups|embed|banner))/, '/status/en')
    await reader.visit(isStaff || visitor !== 'nobody' ? page : english)
  }
  expect(reader.inspected.size).toBeGreaterThan(2)
})

/** As the choice of a language is kept. */
const localeCookie = (locale: string) =>
  encodeURIComponent(Buffer.from(JSON.stringify(locale)).toString('base64'))
