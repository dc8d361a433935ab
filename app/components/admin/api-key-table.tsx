import { KeyRound } from 'lucide-react'
import { Badge, StatusPill } from '#app/components/ui/badge.tsx'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { EmptyState } from '#app/components/ui/empty-state.tsx'
import { LinkButton } from '#app/components/ui/link-button.tsx'
import { type Column, Table } from '#app/components/ui/table.tsx'
import { Time } from '#app/components/ui/time.tsx'
import type { Tone } from '#app/components/ui/tone.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

export interface ApiKeyRow {
  id: string
  name: string
  livemode: boolean
  hint: string
  scopes: readonly string[]
  state: 'active' | 'expired' | 'revoked'
  createdBy: string
  createdAt: string | Date
  expiresAt: string | Date | null
  lastUsedAt: string | Date | null
}

const TONES: Record<ApiKeyRow['state'], Tone> = {
  active: 'positive',
  expired: 'caution',
  revoked: 'neutral',
}

/** Every key with what it may do and when it was last used; those that work can be revoked. */
export function ApiKeyTable({ keys }: { keys: readonly ApiKeyRow[] }) {
  const t = useTranslate()
  const columns: Column<ApiKeyRow>[] = [
    {
      key: 'name',
      header: t('api:name'),
      primary: true,
      cell: (key) => (
        <span className="flex min-w-0 flex-col">
          <span className="flex flex-wrap items-center gap-2 [overflow-wrap:anywhere]">
            {key.name}
            {!key.livemode && <Badge tone="info">{t('api:test')}</Badge>}
          </span>
          <code className="font-mono text-sm font-normal text-ink-muted">{key.hint}</code>
        </span>
      ),
    },
    {
      key: 'scopes',
      header: t('api:scopes'),
      cell: (key) => (
        <span className="flex flex-col font-mono text-xs leading-5 text-ink-muted">
          {withoutImplied(key.scopes).map((scope) => (
            <span key={scope}>{scope}</span>
          ))}
        </span>
      ),
    },
    {
      key: 'created',
      header: t('api:createdAt'),
      wideOnly: true,
      cell: (key) => (
        <>
          <Time at={key.createdAt} style="date" withZone={false} />
          <span className="block text-ink-muted">{t('api:createdBy', { name: key.createdBy })}</span>
        </>
      ),
    },
    {
      key: 'expires',
      header: t('api:expires'),
      cell: (key) =>
        key.expiresAt === null ? (
          t('api:neverExpires')
        ) : (
          <Time at={key.expiresAt} style="date" withZone={false} />
        ),
    },
    {
      key: 'used',
      header: t('api:lastUsed'),
      cell: (key) =>
        key.lastUsedAt === null ? t('api:never') : <Time at={key.lastUsedAt} withZone={false} />,
    },
    {
      key: 'state',
      header: t('api:state'),
      cell: (key) => <StatusPill tone={TONES[key.state]}>{t(`api:states.${key.state}`)}</StatusPill>,
    },
    {
      key: 'actions',
      header: t('actions'),
      align: 'end',
      cell: (key) => key.state === 'active' && <RevokeButton apiKey={key} />,
    },
  ]
  return (
    <Table
      caption={t('api:title')}
      columns={columns}
      rows={keys}
      rowKey={(key) => key.id}
      empty={
        <EmptyState
          icon={KeyRound}
          title={t('api:none')}
          action={<LinkButton to="/admin/api-keys/new">{t('api:create')}</LinkButton>}
        >
          {t('api:noneText')}
        </EmptyState>
      }
    />
  )
}

function RevokeButton({ apiKey: { id, name } }: { apiKey: ApiKeyRow }) {
  const t = useTranslate()
  return (
    <ConfirmDialog
      trigger={
        <>
          <span aria-hidden>{t('api:revoke.label')}</span>
          <span className="sr-only">{t('api:revoke.labelFor', { name })}</span>
        </>
      }
      triggerSize="small"
      title={t('api:revoke.title', { name })}
      description={t('api:revoke.text')}
      confirmLabel={t('api:revoke.confirm')}
      danger
      fields={{ keyId: id }}
    />
  )
}

/** Writing includes reading, so that is not said twice. */
const withoutImplied = (scopes: readonly string[]) =>
  scopes.filter((scope) => scope.endsWith(':write') || !scopes.includes(scope.replace(':read', ':write')))
