import { X } from 'lucide-react'
import { Toast as Primitive } from 'radix-ui'
import { TONE_ICON, TONE_TEXT, type Tone } from '#app/components/ui/tone.ts'
import { useHydrated } from '#app/components/ui/use-hydrated.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

export interface FlashMessage {
  kind: 'success' | 'error' | 'info'
  message: string
}

const TONES: Record<FlashMessage['kind'], Tone> = { success: 'positive', error: 'critical', info: 'info' }

const placeClass =
  'fixed inset-x-4 bottom-20 z-50 flex flex-col gap-2 sm:right-6 sm:bottom-6 sm:left-auto sm:w-96 print:hidden'
const sheetClass = 'flex items-start gap-3 rounded-lg bg-surface px-4 py-3 text-sm text-ink shadow-high'

/**
 * The message that the last action left for this page. `id` tells two equal messages apart. Without
 * JavaScript it stands above the page; errors stay until they are closed.
 */
export function Toaster({ id, toast }: { id: string; toast: FlashMessage | null }) {
  const t = useTranslate()
  const hydrated = useHydrated()
  if (!hydrated) {
    return toast ? (
      <noscript>
        <div
          role="status"
          className="flex items-start gap-3 border-b border-line bg-surface px-4 py-3 text-sm text-ink"
        >
          <ToastText toast={toast} />
        </div>
      </noscript>
    ) : null
  }
  return (
    <Primitive.Provider label={t('notifications')} duration={6000} swipeDirection="right">
      {toast && (
        <Primitive.Root
          key={id}
          type={toast.kind === 'error' ? 'foreground' : 'background'}
          duration={toast.kind === 'error' ? Number.POSITIVE_INFINITY : undefined}
          className={sheetClass}
        >
          <ToastText toast={toast} wrap={Primitive.Description} />
          <Primitive.Close
            aria-label={t('close')}
            className="-my-2 -mr-2 flex size-11 shrink-0 items-center justify-center rounded-md text-ink-muted hover:bg-hover hover:text-ink md:-my-1.5 md:size-8"
          >
            <X className="size-4" aria-hidden />
          </Primitive.Close>
        </Primitive.Root>
      )}
      <Primitive.Viewport className={placeClass} label={t('notifications')} />
    </Primitive.Provider>
  )
}

function ToastText({
  toast,
  wrap: Wrap = 'p',
}: {
  toast: FlashMessage
  wrap?: 'p' | typeof Primitive.Description
}) {
  const tone = TONES[toast.kind]
  const Icon = TONE_ICON[tone]
  return (
    <>
      <Icon className={`mt-0.5 size-[1.125rem] shrink-0 ${TONE_TEXT[tone]}`} aria-hidden />
      <Wrap className="min-w-0 flex-1">{toast.message}</Wrap>
    </>
  )
}
