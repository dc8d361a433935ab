import { keylessRoute } from '#app/http/api.server.ts'
import { openApiDocument } from '#app/http/api-openapi.server.ts'
import { ApiRefusal } from '#app/http/api-problem.server.ts'
import { loader as account } from '#app/routes/api/v1/account.ts'
import { loader as accountRequirements } from '#app/routes/api/v1/account-requirements.ts'
import { loader as accounts } from '#app/routes/api/v1/accounts.ts'
import { loader as cancelRequirement } from '#app/routes/api/v1/cancel-requirement.ts'
import { loader as capabilities } from '#app/routes/api/v1/capabilities.ts'
import { loader as capability } from '#app/routes/api/v1/capability.ts'
import { loader as closeAccount } from '#app/routes/api/v1/close-account.ts'
import { loader as component } from '#app/routes/api/v1/component.ts'
import { loader as components } from '#app/routes/api/v1/components.ts'
import { loader as events } from '#app/routes/api/v1/events.ts'
import { loader as extendRequirement } from '#app/routes/api/v1/extend-requirement.ts'
import { loader as incident } from '#app/routes/api/v1/incident.ts'
import { loader as incidentUpdates } from '#app/routes/api/v1/incident-updates.ts'
import { loader as incidents } from '#app/routes/api/v1/incidents.ts'
import { loader as maintenance } from '#app/routes/api/v1/maintenance.ts'
import { loader as maintenanceSeries } from '#app/routes/api/v1/maintenance-series.ts'
import { loader as maintenanceUpdates } from '#app/routes/api/v1/maintenance-updates.ts'
import { loader as maintenances } from '#app/routes/api/v1/maintenances.ts'
import { loader as reopenAccount } from '#app/routes/api/v1/reopen-account.ts'
import { loader as requirement } from '#app/routes/api/v1/requirement.ts'
import { loader as requirements } from '#app/routes/api/v1/requirements.ts'
import { loader as stopMaintenanceSeries } from '#app/routes/api/v1/stop-maintenance-series.ts'
import { loader as waiveRequirement } from '#app/routes/api/v1/waive-requirement.ts'

const document = openApiDocument({
  '/incidents': incidents.endpoints,
  '/incidents/{id}': incident.endpoints,
  '/incidents/{id}/updates': incidentUpdates.endpoints,
  '/maintenances': maintenances.endpoints,
  '/maintenances/{id}': maintenance.endpoints,
  '/maintenances/{id}/updates': maintenanceUpdates.endpoints,
  '/maintenances/series/{id}': maintenanceSeries.endpoints,
  '/maintenances/series/{id}/stop': stopMaintenanceSeries.endpoints,
  '/components': components.endpoints,
  '/components/{id}': component.endpoints,
  '/events': events.endpoints,
  '/accounts': accounts.endpoints,
  '/accounts/{id}': account.endpoints,
  '/accounts/{id}/close': closeAccount.endpoints,
  '/accounts/{id}/reopen': reopenAccount.endpoints,
  '/accounts/{id}/requirements': accountRequirements.endpoints,
  '/accounts/{id}/capabilities': capabilities.endpoints,
  '/accounts/{id}/capabilities/{capability}': capability.endpoints,
  '/requirements': requirements.endpoints,
  '/requirements/{id}': requirement.endpoints,
  '/requirements/{id}/cancel': cancelRequirement.endpoints,
  '/requirements/{id}/waive': waiveRequirement.endpoints,
  '/requirements/{id}/extend': extendRequirement.endpoints,
})

/** The description of the API, for people, generators and tests. It holds no secret and needs no key. */
const route = keylessRoute((method) => {
  if (method !== 'GET' && method !== 'HEAD') throw new ApiRefusal('methodNotAllowed', { allow: 'GET, HEAD' })
  return Response.json(document, { headers: { 'Cache-Control': 'public, max-age=300' } })
})

export const loader = route
export const action = route
