/** What a key of the management API may be allowed. Writing includes reading. */
export const SCOPES = [
  'incidents:read',
  'incidents:write',
  'maintenances:read',
  'maintenances:write',
  'components:read',
  'components:write',
  'events:read',
  'accounts:read',
  'accounts:write',
  'requirements:read',
  'requirements:write',
  'capabilities:read',
  'capabilities:write',
] as const
export type Scope = (typeof SCOPES)[number]
