import type { Permission } from '#app/domain/access/permissions.ts'
import type { ApiMethod } from '#app/http/api.server.ts'
import type { Access } from '#app/http/handlers.server.ts'
import { type Inhabitants, uploadForm } from '#tests/setup/inhabitants.ts'

export interface Entry {
  /** Who may enter, as the loader and the action must say it; left out where there is none. */
  get?: Access | 'api-key'
  post?: Access | 'api-key'
  /** What a key must be allowed, by method: no session opens it. */
  keys?: Partial<Record<ApiMethod, Permission>>
  /** What an allowed visitor gets: 200 unless told. */
  read?: number | readonly number[]
  /** What an allowed visitor gets for a form that fits nothing: 422 unless told. */
  sent?: number | readonly number[]
  /** Belongs to one account: for members of others it does not exist. */
  ofAccount?: true
  /** A form instead of the one that fits nothing. */
  form?: () => Promise<FormData>
  /** The path as it is visited, where ids stand in it. */
  at?: (ids: Inhabitants['ids']) => string
}

const TOKEN = 'A'.repeat(43)
const NO_ID = 'a'.repeat(12)
/** An address of the management API. */
const byKey = (keys: Entry['keys'], at: NonNullable<Entry['at']>): Entry => ({
  get: 'api-key',
  post: 'api-key',
  keys,
  at,
})
/** A page about the draft of the policy. */
const ofPolicy = (page: string): Entry => ({
  get: 'policy:manage',
  post: 'policy:manage',
  at: ({ policyDraft }) => `/admin/policy/${policyDraft}${page}`,
})
const ofStatus = (id: string): Entry => ({ get: 'public', at: () => id })

/** Every route with a loader or an action, by its pattern. A route without a line here fails the test. */
export const TABLE: Record<string, Entry> = {
  // The frame of the staff's pages: members have one of their own.
  'routes/staff-layout': { get: 'signed-in' },

  '/': { get: 'public', read: 302 },
  '/locale': { get: 'public', read: 302, post: 'public' },
  '/theme': { get: 'public', read: 302, post: 'public' },
  // Whoever is signed in already goes on to their home.
  '/sign-in': { get: 'public', read: [200, 302], post: 'public', sent: [422, 302] },
  '/sign-out': { get: 'public', read: 302, post: 'public', sent: 302 },
  '/sign-out/everywhere': { get: 'signed-in', read: 302, post: 'signed-in', sent: 302 },
  '/activate/resend': { get: 'public', post: 'public' },
  '/activate/:token': { get: 'public', read: 404, post: 'public', at: () => `/activate/${TOKEN}` },
  '/password/forgot': { get: 'public', post: 'public' },
  '/password/reset/:token': {
    get: 'public',
    read: 404,
    post: 'public',
    at: () => `/password/reset/${TOKEN}`,
  },
  '/settings': { get: 'signed-in', post: 'signed-in' },

  '/home': { get: 'submission:send' },
  '/history': { get: 'submission:send' },
  '/requirements/:requirementId': {
    get: 'submission:send',
    post: 'submission:send',
    sent: 302,
    ofAccount: true,
    form: uploadForm,
    at: ({ requirementId }) => `/requirements/${requirementId}`,
  },
  '/requirements/:requirementId/files': {
    post: 'submission:send',
    sent: 200,
    ofAccount: true,
    form: uploadForm,
    at: ({ requirementId }) => `/requirements/${requirementId}/files`,
  },
  '/files/:fileId/pages/:page': {
    get: 'submission:read',
    ofAccount: true,
    at: ({ fileId }) => `/files/${fileId}/pages/1`,
  },
  '/files/:fileId': { get: 'submission:read', ofAccount: true, at: ({ fileId }) => `/files/${fileId}` },

  '/review': { get: 'review:queue' },
  '/review/:submissionId': {
    get: 'review:queue',
    post: 'submission:decide',
    at: ({ submissionId }) => `/review/${submissionId}`,
  },
  '/accounts': { get: 'account:list' },
  '/accounts/:accountId': {
    get: 'account:list',
    post: 'requirement:request',
    at: ({ accountId }) => `/accounts/${accountId}`,
  },

  '/tasks': { get: 'task:handle', post: 'task:handle' },
  '/upcoming': { get: 'restriction:preview' },
  '/upcoming/held': { get: 'restriction:preview', post: 'restriction:release' },
  '/requests': { get: 'request-batch:manage' },
  '/requests/new': { get: 'request-batch:manage', post: 'request-batch:manage' },
  '/requests/:batchId': {
    get: 'request-batch:manage',
    post: 'request-batch:manage',
    at: ({ batchId }) => `/requests/${batchId}`,
  },
  '/requests/:batchId/file': {
    get: 'request-batch:manage',
    post: 'request-batch:manage',
    sent: 415,
    at: ({ sirenBatchId }) => `/requests/${sirenBatchId}/file`,
  },
  '/requests/:batchId/faults.csv': {
    get: 'request-batch:manage',
    at: ({ sirenBatchId }) => `/requests/${sirenBatchId}/faults.csv`,
  },

  '/desk': { get: 'status:desk' },
  '/desk/preview': { post: 'incident:publish', sent: 200 },
  '/desk/incidents': { get: 'status:desk' },
  '/desk/incidents/new': { get: 'incident:publish', post: 'incident:publish' },
  '/desk/incidents/:id': {
    get: 'status:desk',
    post: 'incident:publish',
    at: ({ incidentId }) => `/desk/incidents/${incidentId}`,
  },
  '/desk/incidents/past': { get: 'incident:publish', post: 'incident:publish' },
  '/desk/incidents/:id/edit': {
    get: 'incident:publish',
    post: 'incident:publish',
    at: ({ incidentId }) => `/desk/incidents/${incidentId}/edit`,
  },
  '/desk/incidents/:id/updates/:updateId': {
    get: 'status:desk',
    post: 'incident:publish',
    at: ({ incidentId, incidentUpdateId }) => `/desk/incidents/${incidentId}/updates/${incidentUpdateId}`,
  },
  '/desk/maintenances': { get: 'status:desk' },
  '/desk/maintenances/check': { get: 'maintenance:publish' },
  '/desk/maintenances/new': { get: 'maintenance:publish', post: 'maintenance:publish' },
  '/desk/maintenances/:id': {
    get: 'status:desk',
    post: 'maintenance:publish',
    at: ({ maintenanceId }) => `/desk/maintenances/${maintenanceId}`,
  },
  '/desk/maintenances/:id/move': {
    get: 'maintenance:publish',
    post: 'maintenance:publish',
    at: ({ maintenanceId }) => `/desk/maintenances/${maintenanceId}/move`,
  },
  '/desk/maintenances/:id/cancel': {
    get: 'maintenance:publish',
    post: 'maintenance:publish',
    at: ({ maintenanceId }) => `/desk/maintenances/${maintenanceId}/cancel`,
  },
  '/desk/maintenances/series/:id': {
    get: 'status:desk',
    at: ({ seriesId }) => `/desk/maintenances/series/${seriesId}`,
  },
  '/desk/maintenances/series/:id/edit': {
    get: 'maintenance:publish',
    post: 'maintenance:publish',
    at: ({ seriesId }) => `/desk/maintenances/series/${seriesId}/edit`,
  },
  '/desk/maintenances/series/:id/stop': {
    get: 'maintenance:publish',
    post: 'maintenance:publish',
    at: ({ seriesId }) => `/desk/maintenances/series/${seriesId}/stop`,
  },
  '/desk/maintenances/:id/updates/:updateId': {
    get: 'status:desk',
    post: 'incident:publish',
    at: ({ maintenanceId, maintenanceUpdateId }) =>
      `/desk/maintenances/${maintenanceId}/updates/${maintenanceUpdateId}`,
  },
  '/desk/templates': { get: 'incident:publish' },
  '/desk/templates/new': { get: 'incident:publish', post: 'incident:publish' },
  '/desk/templates/:id': {
    get: 'incident:publish',
    post: 'incident:publish',
    at: ({ templateId }) => `/desk/templates/${templateId}`,
  },
  '/desk/templates/:id/delete': {
    get: 'incident:publish',
    read: 404,
    post: 'incident:publish',
    sent: 404,
    at: () => `/desk/templates/${NO_ID}/delete`,
  },
  '/desk/components': { get: 'component:manage', post: 'component:manage' },
  '/desk/components/new': { get: 'component:manage', post: 'component:manage' },
  '/desk/components/:id': {
    get: 'component:manage',
    post: 'component:manage',
    at: ({ componentId }) => `/desk/components/${componentId}`,
  },
  '/desk/components/:id/archive': {
    get: 'component:manage',
    read: 404,
    post: 'component:manage',
    sent: 404,
    at: () => `/desk/components/${NO_ID}/archive`,
  },
  '/desk/groups/new': { get: 'component:manage', post: 'component:manage' },
  '/desk/groups/:id': {
    get: 'component:manage',
    post: 'component:manage',
    at: ({ groupId }) => `/desk/groups/${groupId}`,
  },
  '/desk/groups/:id/delete': {
    get: 'component:manage',
    read: 404,
    post: 'component:manage',
    sent: 404,
    at: () => `/desk/groups/${NO_ID}/delete`,
  },
  '/desk/probes': { get: 'probe:manage' },
  '/desk/probes/new': { get: 'probe:manage', post: 'probe:manage' },
  '/desk/probes/:id': {
    get: 'probe:manage',
    post: 'probe:manage',
    at: ({ probeId }) => `/desk/probes/${probeId}`,
  },
  '/desk/probes/:id/edit': {
    get: 'probe:manage',
    post: 'probe:manage',
    at: ({ probeId }) => `/desk/probes/${probeId}/edit`,
  },
  '/desk/proposals/:id/dismiss': {
    get: 'incident:publish',
    post: 'incident:publish',
    at: ({ proposalId }) => `/desk/proposals/${proposalId}/dismiss`,
  },
  '/desk/subscribers': { get: 'broadcast:read' },
  '/desk/broadcasts/:id': {
    get: 'broadcast:read',
    post: 'incident:publish',
    at: ({ broadcastId }) => `/desk/broadcasts/${broadcastId}`,
  },

  '/admin': { get: 'user:manage' },
  '/admin/users': { get: 'user:manage', post: 'user:manage' },
  '/admin/users/new': { get: 'user:manage', post: 'user:manage' },
  '/admin/api-keys': { get: 'api-key:manage', post: 'api-key:manage' },
  '/admin/api-keys/new': { get: 'api-key:manage', post: 'api-key:manage' },
  '/admin/webhooks': { get: 'webhook:manage' },
  '/admin/webhooks/new': { get: 'webhook:manage', post: 'webhook:manage' },
  '/admin/webhooks/:id': {
    get: 'webhook:manage',
    post: 'webhook:manage',
    at: ({ webhookId }) => `/admin/webhooks/${webhookId}`,
  },
  '/admin/webhooks/:id/edit': {
    get: 'webhook:manage',
    post: 'webhook:manage',
    at: ({ webhookId }) => `/admin/webhooks/${webhookId}/edit`,
  },
  '/admin/webhooks/:id/deliveries/:deliveryId': {
    get: 'webhook:manage',
    post: 'webhook:manage',
    at: ({ webhookId, webhookDeliveryId }) => `/admin/webhooks/${webhookId}/deliveries/${webhookDeliveryId}`,
  },
  '/admin/policy': { get: 'policy:read', post: 'policy:manage' },
  // Officers read what was switched on; drafts are their writers' alone.
  '/admin/policy/:version': { get: 'policy:read', post: 'policy:manage', at: () => '/admin/policy/1' },
  '/admin/policy/:version/rules': ofPolicy('/rules'),
  '/admin/policy/:version/sets': ofPolicy('/sets'),
  '/admin/policy/:version/types/new': ofPolicy('/types/new'),
  '/admin/policy/:version/types/:code': ofPolicy('/types/bank_details'),
  '/admin/policy/:version/types/:code/remove': { ...ofPolicy('/types/bank_details/remove'), read: 404 },
  '/admin/policy/:version/effect': ofPolicy('/effect'),
  '/admin/accounts/new': { get: 'account:create', post: 'account:create' },
  '/admin/accounts/import': { get: 'account:create', post: 'account:create', sent: 415 },
  '/admin/accounts/import-template.csv': { get: 'account:create' },
  '/admin/accounts/imports/:importId': {
    get: 'account:create',
    at: ({ importId }) => `/admin/accounts/imports/${importId}`,
  },
  '/admin/accounts/imports/:importId/faults.csv': {
    get: 'account:create',
    at: ({ importId }) => `/admin/accounts/imports/${importId}/faults.csv`,
  },

  '/status': { get: 'public' },
  '/status/en': { get: 'public' },
  '/status/history/:month?': ofStatus('/status/history'),
  '/status/en/history/:month?': ofStatus('/status/en/history'),
  '/status/incidents/:id': { ...ofStatus(`/status/incidents/${NO_ID}`), read: 404 },
  '/status/en/incidents/:id': { ...ofStatus(`/status/en/incidents/${NO_ID}`), read: 404 },
  'routes/status/layout': { get: 'public' },
  '/status/groups/:id/:page?': ofStatus('/status/groups/all'),
  '/status/en/groups/:id/:page?': ofStatus('/status/en/groups/all'),
  '/status/banner': { get: 'public' },
  '/status/en/banner': { get: 'public' },
  '/status/embed': { get: 'public' },
  '/status/en/embed': { get: 'public' },
  '/status/subscribe': { get: 'public', post: 'public' },
  '/status/confirm/:token': {
    get: 'public',
    read: 410,
    post: 'public',
    at: () => `/status/confirm/${TOKEN}`,
  },
  '/status/subscription/:id/:token': {
    get: 'public',
    read: 404,
    post: 'public',
    at: ({ accountId }) => `/status/subscription/${accountId}/${TOKEN}`,
  },
  '/status/*': { ...ofStatus('/status/nowhere'), read: 404 },
  '/api/v1/openapi.json': { get: 'public', post: 'public', sent: 405 },
  '/api/v1/incidents': byKey({ GET: 'incident:read', POST: 'incident:publish' }, () => '/api/v1/incidents'),
  '/api/v1/incidents/:id': byKey(
    { GET: 'incident:read', PATCH: 'incident:publish', DELETE: 'incident:publish' },
    ({ incidentId }) => `/api/v1/incidents/${incidentId}`,
  ),
  '/api/v1/incidents/:id/updates': byKey(
    { GET: 'incident:read', POST: 'incident:publish' },
    ({ incidentId }) => `/api/v1/incidents/${incidentId}/updates`,
  ),
  '/api/v1/maintenances': byKey(
    { GET: 'maintenance:read', POST: 'maintenance:publish' },
    () => '/api/v1/maintenances',
  ),
  '/api/v1/maintenances/:id': byKey(
    { GET: 'maintenance:read', PATCH: 'maintenance:publish', DELETE: 'maintenance:publish' },
    ({ maintenanceId }) => `/api/v1/maintenances/${maintenanceId}`,
  ),
  '/api/v1/maintenances/:id/updates': byKey(
    { GET: 'maintenance:read', POST: 'maintenance:publish' },
    ({ maintenanceId }) => `/api/v1/maintenances/${maintenanceId}/updates`,
  ),
  '/api/v1/maintenances/series/:id': byKey(
    { GET: 'maintenance:read' },
    ({ seriesId }) => `/api/v1/maintenances/series/${seriesId}`,
  ),
  '/api/v1/maintenances/series/:id/stop': byKey(
    { POST: 'maintenance:publish' },
    ({ seriesId }) => `/api/v1/maintenances/series/${seriesId}/stop`,
  ),
  '/api/v1/components': byKey({ GET: 'component:read' }, () => '/api/v1/components'),
  '/api/v1/components/:id': byKey(
    { GET: 'component:read', PATCH: 'component:report' },
    ({ componentId }) => `/api/v1/components/${componentId}`,
  ),
  '/api/v1/events': byKey({ GET: 'event:read' }, () => '/api/v1/events'),
  '/api/v1/accounts': byKey({ GET: 'account:list', POST: 'account:create' }, () => '/api/v1/accounts'),
  '/api/v1/accounts/:id': byKey(
    { GET: 'account:list', PATCH: 'account:update' },
    ({ accountId }) => `/api/v1/accounts/${accountId}`,
  ),
  '/api/v1/accounts/:id/close': byKey(
    { POST: 'account:close' },
    ({ accountId }) => `/api/v1/accounts/${accountId}/close`,
  ),
  '/api/v1/accounts/:id/reopen': byKey(
    { POST: 'account:close' },
    ({ accountId }) => `/api/v1/accounts/${accountId}/reopen`,
  ),
  '/api/v1/accounts/:id/requirements': byKey(
    { GET: 'requirement:list', POST: 'requirement:request' },
    ({ accountId }) => `/api/v1/accounts/${accountId}/requirements`,
  ),
  '/api/v1/accounts/:id/capabilities': byKey(
    { GET: 'capability:read' },
    ({ accountId }) => `/api/v1/accounts/${accountId}/capabilities`,
  ),
  '/api/v1/accounts/:id/capabilities/:capability': byKey(
    { GET: 'capability:read', POST: 'capability:set' },
    ({ accountId }) => `/api/v1/accounts/${accountId}/capabilities/payouts`,
  ),
  '/api/v1/requirements': byKey({ GET: 'requirement:list' }, () => '/api/v1/requirements'),
  '/api/v1/requirements/:id': byKey(
    { GET: 'requirement:list' },
    ({ requirementId }) => `/api/v1/requirements/${requirementId}`,
  ),
  '/api/v1/requirements/:id/cancel': byKey(
    { POST: 'requirement:request' },
    ({ requirementId }) => `/api/v1/requirements/${requirementId}/cancel`,
  ),
  '/api/v1/requirements/:id/waive': byKey(
    { POST: 'requirement:waive' },
    ({ requirementId }) => `/api/v1/requirements/${requirementId}/waive`,
  ),
  '/api/v1/requirements/:id/extend': byKey(
    { POST: 'requirement:request' },
    ({ requirementId }) => `/api/v1/requirements/${requirementId}/extend`,
  ),
  '/api/v1/*': { ...ofStatus('/api/v1/nowhere'), read: 404, post: 'public', sent: 404 },
  '/*': { ...ofStatus('/nowhere'), read: 404, post: 'public', sent: 404 },
}
