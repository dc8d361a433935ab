import { index, layout, type RouteConfig, route } from '@remix-run/route-config'

/** Every URL of the product. Each entry has a line in tests/integration/route-access.test.ts. */
export default [
  index('routes/index.ts'),
  route('locale', 'routes/locale.tsx'),
  route('theme', 'routes/theme.tsx'),

  // Access: signing in and out, activation, password

  // Merchant
  layout('routes/merchant/layout.tsx', []),

  // Staff: review, accounts, status desk, administration
  layout('routes/staff-layout.tsx', []),

  // Public status page

  // Public API
  route('*', 'routes/not-found.tsx'),
] satisfies RouteConfig
