/** The pages that others lie below, and what they are called on the way back. */
export const PLACES = {
  '/accounts': 'accounts:back',
  '/admin': 'admin:title',
  '/admin/accounts/import': 'admin:import.title',
  '/admin/api-keys': 'api:title',
  '/admin/policy': 'policy:title',
  '/admin/users': 'admin:users.title',
  '/admin/webhooks': 'webhooks:title',
  '/desk': 'desk:title',
  '/desk/components': 'desk:component.listTitle',
  '/desk/incidents': 'incidents:list.title',
  '/desk/maintenances': 'maintenance:calendar.title',
  '/desk/probes': 'probes:title',
  '/desk/templates': 'incidents:templates.title',
  '/home': 'requirements:home.title',
  '/requests': 'requests:title',
  '/upcoming': 'upcoming:held.back',
} as const

export type Place = keyof typeof PLACES

/** The way down to a page: `/desk`, then `/desk/incidents`. */
export const wayTo = (page: Place): Place[] =>
  (Object.keys(PLACES) as Place[]).filter((place) => page === place || page.startsWith(`${place}/`))
