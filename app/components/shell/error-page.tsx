import { isRouteErrorResponse, useLocation } from '@remix-run/react'
import { Brand } from '#app/components/shell/brand.tsx'
import { Preferences, useShellData } from '#app/components/shell/preferences.tsx'
import { SupportLink } from '#app/components/shell/support-link.tsx'
import { buttonClass } from '#app/components/ui/button.tsx'
import { ErrorState } from '#app/components/ui/error-state.tsx'
import { MAIN_ID } from '#app/components/ui/main-id.ts'
import { errorText } from '#app/i18n/field-errors.ts'
import type { Translate } from '#app/i18n/index.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

const STATUSES = [400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 429, 500, 503] as const
type KnownStatus = (typeof STATUSES)[number]

interface Refusal {
  status: KnownStatus
  code?: string
  facts: Record<string, string | number>
  requestId?: string
}

/** What a page may say of an error: the body that app/http gave it, never a message or a stack. */
export function readRefusal(error: unknown): Refusal {
  if (!isRouteErrorResponse(error)) return { status: 500, facts: {} }
  const status = STATUSES.find((one) => one === error.status) ?? (error.status < 500 ? 400 : 500)
  const body: unknown = error.data
  if (typeof body !== 'object' || body === null) return { status, facts: {} }
  const { code, facts, requestId } = body as Record<string, unknown>
  return {
    status,
    code: typeof code === 'string' ? code : undefined,
    facts: typeof facts === 'object' && facts !== null ? (facts as Refusal['facts']) : {},
    requestId: typeof requestId === 'string' ? requestId : undefined,
  }
}

/** The code's own sentence where it says more than the kind of error; else how long to wait, else what the status means. */
function explain(t: Translate, { status, code, facts }: Refusal): string {
  const isGeneral = code === undefined || GENERAL_CODES.has(code)
  if (!isGeneral) return errorText(t, code, facts)
  const seconds = facts.retryAfterSeconds
  if (typeof seconds !== 'number') return t(`errors:page.${status}.text`)
  return t('errors:page.retryAfter', { count: Math.max(1, Math.ceil(seconds / 60)) })
}

const GENERAL_CODES = new Set([
  'notFound',
  'forbidden',
  'conflict',
  'invalid',
  'preconditionFailed',
  'limitExceeded',
  'unexpected',
])

/** The whole page for an error, in the reader's language, with what to do next and the reference. */
export function ErrorPage({ error, requestId }: { error: unknown; requestId?: string }) {
  const t = useTranslate()
  const { pathname, search } = useLocation()
  const email = useShellData()?.provider.supportEmail
  const refusal = readRefusal(error)
  const { status } = refusal
  // A visitor of the status page has no space of their own behind "/".
  const isStatusPage = pathname === '/status' || pathname.startsWith('/status/')
  const home = !isStatusPage ? '/' : pathname.startsWith('/status/en') ? '/status/en' : '/status'
  const isOurs = status >= 500
  const canReload = isOurs || status === 409 || status === 412 || status === 429
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-3xl flex-col px-4 md:px-6">
      <header className="flex items-center justify-between gap-4 py-2 md:py-3">
        <Brand />
        <Preferences />
      </header>
      <main id={MAIN_ID} tabIndex={-1} className="flex-1 pt-6 focus:outline-none md:pt-[8vh]">
        <ErrorState
          asPage
          status={status}
          title={t(`errors:page.${status}.title`)}
          reference={refusal.requestId ?? requestId}
          actions={
            // Plain links: after an error the whole page is loaded anew.
            <>
              {canReload && (
                <a href={pathname + search} className={buttonClass('primary')}>
                  {t('errors:page.reload')}
                </a>
              )}
              {status === 401 ? (
                <a
                  href={`/sign-in?${new URLSearchParams({ returnTo: pathname + search })}`}
                  className={buttonClass('primary')}
                >
                  {t('user.signIn')}
                </a>
              ) : (
                <a href={home} className={buttonClass(canReload ? 'secondary' : 'primary')}>
                  {t(isStatusPage ? 'errors:page.seeStatus' : 'errors:page.goHome')}
                </a>
              )}
              {isOurs && !isStatusPage && (
                <a href="/status" className={buttonClass('secondary')}>
                  {t('errors:page.seeStatus')}
                </a>
              )}
            </>
          }
        >
          <p>{explain(t, refusal)}</p>
        </ErrorState>
      </main>
      {email && (
        <footer className="pb-6 text-sm text-ink-muted">
          <SupportLink email={email} />
        </footer>
      )}
    </div>
  )
}
