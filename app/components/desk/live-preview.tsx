import { clsx } from 'clsx'
import { Tabs } from 'radix-ui'
import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { MailPane, PagePane, PostPane } from '#app/components/desk/preview-panes.tsx'
import type { EventView } from '#app/components/status/types.ts'
import { Card } from '#app/components/ui/card.tsx'
import { useHydrated } from '#app/components/ui/use-hydrated.ts'
import { NETWORKS, type Network, type WrittenPost } from '#app/domain/broadcasts/schemas.ts'
import type { Locale } from '#app/i18n/index.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** What /desk/preview answers. */
export interface Preview {
  /** As the public page shows it, in the reader's language. */
  readonly page: EventView
  readonly other: Pick<EventView, 'name' | 'lang'> & {
    readonly locale: Locale
    readonly html: string
    /** Both pages then show one text. */
    readonly writtenIn?: Locale
  }
  readonly mail: Record<Locale, { readonly subject: string; readonly html: string }>
  readonly posts: Record<Network, WrittenPost>
  readonly recipients: number
}

/** What a form is about that its own fields do not say. */
export interface PreviewSubject {
  readonly incident?: string
  readonly status?: string
}

const PAUSE_MS = 300

/**
 * Asks for a preview a moment after the last key, and once for a form that comes filled in. By a plain request: one of
 * Remix would load the page's data again with every key, and with it what other publishers changed meanwhile.
 */
export function usePreview(formId: string, { incident = '', status = '' }: PreviewSubject = {}) {
  const [preview, setPreview] = useState<Preview>()
  const [asked, setAsked] = useState(0)
  const address = `/desk/preview?${new URLSearchParams({ incident, status })}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew whenever something was typed
  useEffect(() => {
    const given = new AbortController()
    const timer = setTimeout(async () => {
      const form = document.getElementById(formId)
      if (!(form instanceof HTMLFormElement)) return
      const shown = await ask(address, new FormData(form), given.signal).catch(() => undefined)
      if (shown && !given.signal.aborted) setPreview(shown)
    }, PAUSE_MS)
    return () => {
      clearTimeout(timer)
      given.abort()
    }
  }, [formId, address, asked])
  return { preview, ask: useCallback(() => setAsked((count) => count + 1), []) }
}

/** Undefined where there is none: the session ended, the text is too long. Sending the form will say so. */
async function ask(address: string, body: FormData, signal: AbortSignal): Promise<Preview | undefined> {
  const answer = await fetch(address, { method: 'POST', body, signal, redirect: 'manual' })
  return answer.ok ? ((await answer.json()) as Preview) : undefined
}

interface PreviewCardProps {
  preview: Preview | undefined
  /** Also what leaves the house: mail and posts. */
  sends: boolean
}

/** The text in every place where it will stand; where it would stand below the form, once there is one. Nothing without scripts: the form does not need it. */
export function PreviewCard({ preview, sends }: PreviewCardProps) {
  const t = useTranslate()
  if (!useHydrated()) return null
  const isEmpty = !preview?.page.updates.shown[0]?.html
  return (
    <Card
      title={t('incidents:preview.title')}
      className={clsx('xl:sticky xl:top-8', isEmpty && 'max-xl:hidden')}
    >
      {isEmpty ? (
        <p className="text-sm text-ink-muted">{t('desk:preview.empty')}</p>
      ) : sends ? (
        <Tabs.Root defaultValue="page" className="flex flex-col gap-4">
          <Tabs.List
            aria-label={t('incidents:preview.title')}
            className="-mx-1 flex flex-wrap gap-1 border-b border-line pb-2"
          >
            <Tab value="page">{t('incidents:preview.page')}</Tab>
            <Tab value="mail">{t('incidents:preview.mail')}</Tab>
            {NETWORKS.map((network) => (
              <Tab key={network} value={network}>
                {t(`incidents:preview.networks.${network}`)}
              </Tab>
            ))}
          </Tabs.List>
          <Pane value="page">
            <PagePane page={preview.page} other={preview.other} />
          </Pane>
          <Pane value="mail">
            <MailPane mail={preview.mail} recipients={preview.recipients} />
          </Pane>
          {NETWORKS.map((network) => (
            <Pane key={network} value={network}>
              <PostPane post={preview.posts[network]} />
            </Pane>
          ))}
        </Tabs.Root>
      ) : (
        <PagePane page={preview.page} other={preview.other} />
      )}
    </Card>
  )
}

const Tab = ({ value, children }: { value: string; children: ReactNode }) => (
  <Tabs.Trigger
    value={value}
    className="min-h-11 rounded-md px-2.5 text-sm font-medium text-ink-muted hover:bg-hover hover:text-ink data-[state=active]:bg-accent-soft data-[state=active]:text-accent-text md:min-h-8"
  >
    {children}
  </Tabs.Trigger>
)

const Pane = ({ value, children }: { value: string; children: ReactNode }) => (
  <Tabs.Content value={value} className="rounded-md">
    {children}
  </Tabs.Content>
)
