import { index, layout, type RouteConfig, route } from '@remix-run/route-config'

/** Every URL of the product. Each entry has a line in tests/integration/route-access.test.ts. */
export default [
  index('routes/index.ts'),
  route('locale', 'routes/locale.tsx'),
  route('theme', 'routes/theme.tsx'),

  // Access: signing in and out, activation, password
  route('sign-in', 'routes/access/sign-in.tsx'),
  route('sign-out', 'routes/access/sign-out.tsx'),
  route('sign-out/everywhere', 'routes/access/sign-out-everywhere.tsx'),
  route('activate/resend', 'routes/access/resend-activation.tsx'),
  route('activate/:token', 'routes/access/activate.tsx'),
  route('password/forgot', 'routes/access/forgot-password.tsx'),
  route('password/reset/:token', 'routes/access/reset-password.tsx'),
  route('settings', 'routes/access/settings.tsx'),

  // Merchant
  layout('routes/merchant/layout.tsx', []),

  // Staff: review, accounts, status desk, administration
  layout('routes/staff-layout.tsx', [
    route('admin', 'routes/admin/overview.tsx'),
    route('admin/users', 'routes/admin/users.tsx'),
    route('admin/users/new', 'routes/admin/new-user.tsx'),
    route('admin/accounts/new', 'routes/admin/new-account.tsx'),
    route('admin/accounts/import', 'routes/admin/import-accounts.tsx'),
    route('admin/accounts/import-template.csv', 'routes/admin/import-template.ts'),
    route('admin/accounts/imports/:importId', 'routes/admin/import-report.tsx'),
    route('admin/accounts/imports/:importId/faults.csv', 'routes/admin/import-faults.ts'),
  ]),

  // Public status page
  layout('routes/status/layout.tsx', [
    route('status', 'routes/status/index.tsx', { id: 'status-fr' }),
    route('status/history/:month?', 'routes/status/history.tsx', { id: 'status-history-fr' }),
    route('status/incidents/:id', 'routes/status/incident.tsx', { id: 'status-incident-fr' }),
    route('status/en', 'routes/status/index.tsx', { id: 'status-en' }),
    route('status/en/history/:month?', 'routes/status/history.tsx', { id: 'status-history-en' }),
    route('status/en/incidents/:id', 'routes/status/incident.tsx', { id: 'status-incident-en' }),
  ]),
  route('status/*', 'routes/status/unknown.tsx'),

  // Public API
  route('api/v2/*', 'routes/api/statuspage.ts'),
  route('*', 'routes/not-found.tsx'),
] satisfies RouteConfig
