import { beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { nobody } from '#app/domain/access/actor.ts'
import routes from '#app/routes.ts'
import { newSiren } from '#tests/factories/account.ts'
import { makeApiKey, openApi } from '#tests/factories/api.ts'
import { createPublisher, makeComponent, statusContext } from '#tests/factories/component.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()
const NOW = '2026-11-27T09:00:00.000Z'
// biome-ignore lint/suspicious/noExplicitAny: a document as a stranger reads it
let document: any
let secret: string
let cards: string
beforeAll(async () => {
  document = (await openApi(database.db, NOW).call('GET /openapi.json')).json
  secret = (await makeApiKey(statusContext(database.db, nobody, NOW))).secret
  cards = await makeComponent(statusContext(database.db, await createPublisher(database.db), NOW))
})

const call = (what: string, body?: unknown) => openApi(database.db, NOW).call(what, { key: secret, body })

/** A schema of the document, by itself, with everything it refers to. */
function schemaOf(id: string): z.ZodType {
  const text = JSON.stringify({ ...document.components.schemas[id], $defs: document.components.schemas })
  return z.fromJSONSchema(JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')))
}

const PATHS = [
  '/incidents',
  '/incidents/{id}',
  '/incidents/{id}/updates',
  '/maintenances',
  '/maintenances/{id}',
]

it('names every address that takes a key, with its methods', () => {
  const keyed = routes
    .flatMap(({ path }) => path ?? [])
    .filter((path) => path.startsWith('api/v1/') && !/openapi|\*/.test(path))
    .map((path) => path.replace('api/v1', '').replaceAll(/:(\w+)/g, '{$1}'))
  expect(Object.keys(document.paths).sort()).toEqual(keyed.sort())
  expect(keyed).toEqual(expect.arrayContaining(PATHS))
  const methods = Object.entries(document.paths as Record<string, object>).map(([path, item]) => [
    path,
    Object.keys(item).filter((name) => name !== 'parameters'),
  ])
  expect(Object.fromEntries(methods)).toEqual({
    '/incidents': ['get', 'post'],
    '/incidents/{id}': ['get', 'patch', 'delete'],
    '/incidents/{id}/updates': ['get', 'post'],
    '/maintenances': ['get', 'post'],
    '/maintenances/{id}': ['get', 'patch', 'delete'],
    '/maintenances/{id}/updates': ['get', 'post'],
    '/maintenances/series/{id}': ['get'],
    '/maintenances/series/{id}/stop': ['post'],
    '/components': ['get'],
    '/components/{id}': ['get', 'patch'],
    '/events': ['get'],
    '/accounts': ['get', 'post'],
    '/accounts/{id}': ['get', 'patch'],
    '/accounts/{id}/close': ['post'],
    '/accounts/{id}/reopen': ['post'],
    '/accounts/{id}/requirements': ['get', 'post'],
    '/accounts/{id}/capabilities': ['get'],
    '/accounts/{id}/capabilities/{capability}': ['get', 'post'],
    '/requirements': ['get'],
    '/requirements/{id}': ['get'],
    '/requirements/{id}/cancel': ['post'],
    '/requirements/{id}/waive': ['post'],
    '/requirements/{id}/extend': ['post'],
  })
})

it('is whole: every reference leads somewhere, every operation has its own name and its scope', () => {
  const text = JSON.stringify(document)
  for (const [, reference = ''] of text.matchAll(/"\$ref":"([^"]*)"/g)) {
    const [, id = ''] = /^#\/components\/schemas\/(\w+)$/.exec(reference) ?? []
    expect(Object.keys(document.components.schemas), reference).toContain(id)
  }
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const operations = Object.values(document.paths).flatMap((item: any) =>
    ['get', 'post', 'patch', 'delete'].flatMap((method) => item[method] ?? []),
  )
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
  for (const { description } of operations) expect(description).toMatch(/Scope: `\w+:(read|write)`/)
})

it('has examples that fit', () => {
  const examples = Object.entries(
    document.components.schemas as Record<string, { examples?: unknown[] }>,
  ).flatMap(([id, { examples = [] }]) => examples.map((example) => [id, example] as const))
  expect(examples).toHaveLength(21)
  for (const [id, example] of examples) expect(schemaOf(id).safeParse(example).error, id).toBeUndefined()
})

it('tells the truth: what is really answered fits it, field by field', async () => {
  const incident = await call('POST /incidents', {
    body: { en: 'x' },
    components: [{ id: cards, status: 'major_outage' }],
  })
  const plan = {
    name: { en: 'x' },
    body: { en: 'x' },
    scheduled_for: '2026-11-28T01:00:00Z',
    scheduled_until: '2026-11-28T02:00:00Z',
  }
  const maintenance = await call('POST /maintenances', plan)
  const recurring = await call('POST /maintenances', {
    ...plan,
    recurrence: { frequency: 'daily', count: 2 },
  })
  const incidentUpdates = `/incidents/${incident.json.id}/updates`
  const maintenanceUpdates = `/maintenances/${maintenance.json.id}/updates`
  const account = await call('POST /accounts', {
    name: 'Boulangerie Martin',
    siren: newSiren(),
    legal_form: 'company',
    email: 'martin@commerce.test',
    contact_name: 'Camille Martin',
    department: '75',
  })
  const path = `/accounts/${account.json.id}`
  const requirement = await call(`POST ${path}/requirements`, { document_type: 'bank_details' })
  const waived = await call(`POST ${path}/requirements`, { document_type: 'articles_of_association' })
  expect(schemaOf('RequestedRequirements').safeParse(requirement.json).error).toBeUndefined()
  const answers = {
    Incident: [
      incident,
      await call(`GET /incidents/${incident.json.id}`),
      await call(`PATCH /incidents/${incident.json.id}`, { impact: 'minor' }),
    ],
    IncidentList: [await call('GET /incidents')],
    Update: [
      await call(`POST ${incidentUpdates}`, { status: 'resolved', body: { en: 'x' } }),
      await call(`POST ${maintenanceUpdates}`, { status: 'in_progress', body: { en: 'x' } }),
    ],
    UpdateList: [await call(`GET ${incidentUpdates}`), await call(`GET ${maintenanceUpdates}`)],
    Maintenance: [maintenance, await call(`GET /maintenances/${maintenance.json.id}`)],
    DeletedIncident: [await call(`DELETE /incidents/${incident.json.id}`)],
    MaintenanceSeries: [
      await call(`GET /maintenances/series/${recurring.json.series_id}`),
      await call(`POST /maintenances/series/${recurring.json.series_id}/stop`, { planned: 'keep' }),
    ],
    MaintenanceList: [await call('GET /maintenances')],
    Component: [
      await call(`GET /components/${cards}`),
      await call(`PATCH /components/${cards}`, { status: 'partial_outage' }),
    ],
    ComponentList: [await call('GET /components')],
    Account: [account, await call(`GET ${path}`), await call(`PATCH ${path}`, { risk: 'high' })],
    AccountList: [await call('GET /accounts')],
    Requirement: [
      requirement,
      await call(`GET /requirements/${requirement.json.id}`),
      await call(`POST /requirements/${requirement.json.id}/extend`, { days: 1, reason: 'x' }),
      await call(`POST /requirements/${requirement.json.id}/cancel`, { reason: 'x' }),
      await call(`POST /requirements/${waived.json.id}/waive`, { reason: 'x' }),
    ],
    EventList: [await call('GET /events')],
    RequirementList: [
      await call(`POST ${path}/requirements`, { missing: true }),
      await call(`GET ${path}/requirements`),
      await call('GET /requirements'),
    ],
    Capability: [
      await call(`POST ${path}/capabilities/payouts`, { status: 'inactive', reason: 'x' }),
      await call(`GET ${path}/capabilities/payments`),
    ],
    CapabilityList: [await call(`GET ${path}/capabilities`)],
    Problem: [await call('GET /incidents/aaaaaaaaaaaa'), await call('POST /incidents', { x: 1 })],
  }
  for (const [list, cursor] of [
    ['/events', `after=${crypto.randomUUID()}`],
    ['/accounts', `starting_after=${crypto.randomUUID()}`],
    ['/incidents', 'starting_after=aaaaaaaaaaaa'],
  ]) {
    const refused = await call(`GET ${list}?${cursor}`)
    expect(Object.keys(document.paths[list ?? ''].get.responses)).toContain(String(refused.status))
    answers.Problem.push(refused)
  }
  for (const end of ['close', 'reopen'])
    answers.Account.push(await call(`POST ${path}/${end}`, { reason: 'x' }))
  for (const [id, all] of Object.entries(answers)) {
    for (const { json } of all) {
      expect(schemaOf(id).safeParse(json).error, `${id}: ${JSON.stringify(json)}`).toBeUndefined()
      if (id === 'Problem') expect(json.status).toBeGreaterThanOrEqual(400)
      else
        expect(Object.keys(json).sort()).toEqual(
          Object.keys(document.components.schemas[id].properties).sort(),
        )
    }
  }
})
