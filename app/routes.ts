import { index, layout, type RouteConfig, route } from '@remix-run/route-config'

/** Every URL of the product. Each entry has a line in tests/browser/access-table.ts. */
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
  layout('routes/merchant/layout.tsx', [
    route('home', 'routes/merchant/home.tsx'),
    route('history', 'routes/merchant/history.tsx'),
    route('requirements/:requirementId', 'routes/merchant/requirement.tsx'),
  ]),
  route('requirements/:requirementId/files', 'routes/merchant/upload.ts'),
  route('files/:fileId', 'routes/files/file.ts'),
  route('files/:fileId/pages/:page', 'routes/files/page.ts'),

  // Staff: review, accounts, status desk, administration
  layout('routes/staff-layout.tsx', [
    route('desk', 'routes/desk/index.tsx'),
    route('desk/incidents/new', 'routes/desk/new-incident.tsx'),
    route('desk/incidents/past', 'routes/desk/past-incident.tsx'),
    route('desk/incidents/:id', 'routes/desk/incident.tsx'),
    route('desk/incidents/:id/edit', 'routes/desk/edit-incident.tsx'),
    route('desk/incidents/:id/updates/:updateId', 'routes/desk/correction.tsx', { id: 'correct-incident' }),
    route('desk/maintenances/new', 'routes/desk/new-maintenance.tsx'),
    route('desk/maintenances/:id', 'routes/desk/maintenance.tsx'),
    route('desk/maintenances/:id/move', 'routes/desk/move-maintenance.tsx'),
    route('desk/maintenances/:id/updates/:updateId', 'routes/desk/correction.tsx', {
      id: 'correct-maintenance',
    }),
    route('desk/templates', 'routes/desk/templates.tsx'),
    route('desk/templates/new', 'routes/desk/new-template.tsx'),
    route('desk/templates/:id', 'routes/desk/template.tsx'),
    route('desk/templates/:id/delete', 'routes/desk/delete-template.tsx'),
    route('desk/components', 'routes/desk/components.tsx'),
    route('desk/components/new', 'routes/desk/new-component.tsx'),
    route('desk/components/:id', 'routes/desk/component.tsx'),
    route('desk/components/:id/archive', 'routes/desk/archive-component.tsx'),
    route('desk/groups/new', 'routes/desk/new-group.tsx'),
    route('review', 'routes/review/queue.tsx'),
    route('review/:submissionId', 'routes/review/item.tsx'),
    route('accounts', 'routes/accounts/list.tsx'),
    route('accounts/:accountId', 'routes/accounts/account.tsx'),
    route('desk/subscribers', 'routes/desk/subscribers.tsx'),
    route('desk/broadcasts/:id', 'routes/desk/broadcast.tsx'),
    route('admin', 'routes/admin/overview.tsx'),
    route('admin/users', 'routes/admin/users.tsx'),
    route('admin/users/new', 'routes/admin/new-user.tsx'),
    route('admin/accounts/new', 'routes/admin/new-account.tsx'),
    route('admin/accounts/import', 'routes/admin/import-accounts.tsx'),
    route('admin/accounts/import-template.csv', 'routes/admin/import-template.ts'),
    route('admin/accounts/imports/:importId', 'routes/admin/import-report.tsx'),
    route('admin/accounts/imports/:importId/faults.csv', 'routes/admin/import-faults.ts'),
  ]),
  route('desk/preview', 'routes/desk/preview.ts'),

  // Public status page: its pages are made through these routes and answered ahead of them (app/http/public-site)
  route('status/subscribe', 'routes/status/subscribe.tsx'),
  route('status/confirm/:token', 'routes/status/confirm.tsx'),
  route('status/subscription/:id/:token', 'routes/status/subscription.tsx'),
  layout('routes/status/layout.tsx', [
    route('status', 'routes/status/index.tsx', { id: 'status-fr' }),
    route('status/history/:month?', 'routes/status/history.tsx', { id: 'status-history-fr' }),
    route('status/incidents/:id', 'routes/status/incident.tsx', { id: 'status-incident-fr' }),
    route('status/groups/:id/:page?', 'routes/status/group.tsx', { id: 'status-group-fr' }),
    route('status/embed', 'routes/status/embed.tsx', { id: 'status-embed-fr' }),
    route('status/en', 'routes/status/index.tsx', { id: 'status-en' }),
    route('status/en/history/:month?', 'routes/status/history.tsx', { id: 'status-history-en' }),
    route('status/en/incidents/:id', 'routes/status/incident.tsx', { id: 'status-incident-en' }),
    route('status/en/groups/:id/:page?', 'routes/status/group.tsx', { id: 'status-group-en' }),
    route('status/en/embed', 'routes/status/embed.tsx', { id: 'status-embed-en' }),
    route('status/*', 'routes/status/unknown.tsx'),
  ]),
  route('status/banner', 'routes/status/banner.tsx', { id: 'status-banner-fr' }),
  route('status/en/banner', 'routes/status/banner.tsx', { id: 'status-banner-en' }),

  route('*', 'routes/not-found.tsx'),
] satisfies RouteConfig
