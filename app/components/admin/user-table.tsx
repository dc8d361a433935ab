import { Link } from '@remix-run/react'
import { Ellipsis, Users } from 'lucide-react'
import { Badge, StatusPill } from '#app/components/ui/badge.tsx'
import { DropdownMenu, type MenuItem } from '#app/components/ui/dropdown-menu.tsx'
import { EmailAddress } from '#app/components/ui/email-address.tsx'
import { EmptyState } from '#app/components/ui/empty-state.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { type Column, Table } from '#app/components/ui/table.tsx'
import { Time } from '#app/components/ui/time.tsx'
import type { Tone } from '#app/components/ui/tone.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

type Role = 'member' | 'officer' | 'publisher' | 'administrator'

export interface UserRow {
  id: string
  name: string
  email: string
  role: Role
  state: 'active' | 'invited' | 'disabled'
  accountId: string | null
  accountName: string | null
  lastSeenAt: string | Date | null
}

const TONES: Record<UserRow['state'], Tone> = { active: 'positive', invited: 'caution', disabled: 'neutral' }
const STAFF_ROLES = ['officer', 'publisher', 'administrator'] as const

interface UserTableProps {
  users: readonly UserRow[]
  /** The reader's own id. */
  self: string
}

/** People with access, and what can be done about each. */
export function UserTable({ users, self }: UserTableProps) {
  const t = useTranslate()
  const columns: Column<UserRow>[] = [
    {
      key: 'name',
      header: t('admin:users.name'),
      primary: true,
      cell: (user) => (
        <span className="flex min-w-0 flex-col">
          <span className="flex flex-wrap items-center gap-2">
            {user.name}
            {user.id === self && <Badge>{t('admin:users.you')}</Badge>}
          </span>
          <span className="text-sm font-normal text-ink-muted">
            <EmailAddress address={user.email} />
          </span>
        </span>
      ),
    },
    { key: 'role', header: t('admin:users.role'), cell: (user) => t(`role.${user.role}`) },
    {
      key: 'account',
      header: t('admin:users.account'),
      cell: (user) =>
        user.accountId === null ? (
          '—'
        ) : (
          <Link to={`/accounts/${user.accountId}`} className="rounded-sm hover:underline">
            {user.accountName}
          </Link>
        ),
    },
    {
      key: 'state',
      header: t('admin:users.state'),
      cell: (user) => (
        <StatusPill tone={TONES[user.state]}>{t(`admin:users.states.${user.state}`)}</StatusPill>
      ),
    },
    {
      key: 'seen',
      header: t('admin:users.lastSeen'),
      wideOnly: true,
      cell: (user) =>
        user.lastSeenAt === null ? t('admin:users.never') : <Time at={user.lastSeenAt} withZone={false} />,
    },
    {
      key: 'actions',
      header: t('actions'),
      align: 'end',
      cell: (user) => (
        <DropdownMenu
          trigger={<Ellipsis className="size-4" aria-hidden />}
          label={t('admin:users.actionsFor', { name: user.name })}
          variant="quiet"
          size="small"
          items={itemsFor(user)}
        />
      ),
    },
  ]

  function itemsFor(user: UserRow): MenuItem[] {
    const item = (label: string, fields: Record<string, string>, danger = false): MenuItem => ({
      label,
      action: '',
      fields: { userId: user.id, ...fields },
      danger,
    })
    const roles = user.role === 'member' ? [] : STAFF_ROLES.filter((role) => role !== user.role)
    return [
      ...(user.state === 'invited' ? [item(t('admin:users.resend'), { intent: 'resend' })] : []),
      ...roles.map((role) =>
        item(t('admin:users.makeRole', { role: t(`role.${role}`) }), { intent: 'role', role }),
      ),
      user.state === 'disabled'
        ? item(t('admin:users.enable'), { intent: 'enable' })
        : item(t('admin:users.disable'), { intent: 'disable' }, true),
    ]
  }

  return (
    <Table
      caption={t('admin:users.title')}
      columns={columns}
      rows={users}
      rowKey={(user) => user.id}
      empty={
        <EmptyState
          icon={Users}
          title={t('admin:users.none')}
          action={<LinkButton to="/admin/users">{t('admin:users.showAll')}</LinkButton>}
        >
          {t('admin:users.noneText')}
        </EmptyState>
      }
    />
  )
}
