import { Form } from '@remix-run/react'
import { MonitorSmartphone } from 'lucide-react'
import { Badge } from '#app/components/ui/badge.tsx'
import { Button } from '#app/components/ui/button.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { Time } from '#app/components/ui/time.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

export interface SessionItem {
  id: string
  /** "Firefox, Windows"; null when it does not say. */
  device: string | null
  address: string
  createdAt: string | Date
  lastSeenAt: string | Date
  current: boolean
}

/** Where the user is signed in, each with its way out, and one for all. */
export function SessionList({ sessions }: { sessions: readonly SessionItem[] }) {
  const t = useTranslate()
  return (
    <Card
      title={t('access:settings.sessions')}
      lead={t('access:settings.sessionsLead')}
      footer={
        <ConfirmDialog
          trigger={t('access:signOut.everywhere')}
          title={t('access:signOut.everywhereTitle')}
          description={t('access:signOut.everywhereText')}
          confirmLabel={t('access:signOut.everywhere')}
          danger
          action="/sign-out/everywhere"
        />
      }
      flush
    >
      <ul className="divide-y divide-line">
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
    </Card>
  )
}

function SessionRow({ session }: { session: SessionItem }) {
  const t = useTranslate()
  const device = session.device ?? t('access:settings.unknownDevice')
  return (
    <li className="flex items-center gap-4 px-4 py-3.5 md:px-5">
      <MonitorSmartphone className="size-5 shrink-0 text-ink-subtle" strokeWidth={1.5} aria-hidden />
      <div className="min-w-0 flex-1 text-sm">
        <p className="flex flex-wrap items-center gap-2 font-medium text-ink">
          {device}
          {session.current && <Badge tone="positive">{t('access:settings.thisDevice')}</Badge>}
        </p>
        <p className="tabular break-words text-ink-muted">
          {session.address !== '' && <>{session.address} · </>}
          {t('access:settings.lastSeen')} · <Time at={session.lastSeenAt} zone="visitor" />
        </p>
      </div>
      {!session.current && (
        <Form method="post">
          <input type="hidden" name="intent" value="revoke" />
          <input type="hidden" name="session" value={session.id} />
          <Button type="submit" size="small" aria-label={t('access:settings.revokeDevice', { device })}>
            {t('access:settings.revoke')}
          </Button>
        </Form>
      )}
    </li>
  )
}
