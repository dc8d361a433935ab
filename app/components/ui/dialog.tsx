import { clsx } from 'clsx'
import { X } from 'lucide-react'
import { Dialog as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface DialogProps {
  /** The button that opens it; left out when `open` is held outside. */
  trigger?: ReactNode
  open?: boolean
  onOpenChange?: (open: boolean) => void
  title: ReactNode
  description?: ReactNode
  /** Wide enough for a table or a preview. */
  wide?: boolean
  children: ReactNode
}

/** Something to see or do before going on. Needs JavaScript: never the only way to an action. */
export function Dialog({ trigger, open, onOpenChange, title, description, wide, children }: DialogProps) {
  const t = useTranslate()
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      {trigger && <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>}
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Primitive.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={clsx(
            'fixed z-50 flex max-h-[calc(100dvh-2rem)] flex-col overflow-y-auto bg-surface shadow-high focus-visible:outline-none motion-safe:animate-appear',
            'inset-x-0 bottom-0 rounded-t-lg p-5 pb-8 sm:inset-auto sm:top-1/2 sm:left-1/2 sm:w-[calc(100vw-3rem)] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-lg sm:p-6',
            wide ? 'sm:max-w-3xl' : 'sm:max-w-md',
          )}
        >
          <div className="flex items-start justify-between gap-4">
            <Primitive.Title className="text-lg font-semibold text-ink">{title}</Primitive.Title>
            <Primitive.Close
              aria-label={t('close')}
              className="-mt-2 -mr-2 flex size-11 shrink-0 items-center justify-center rounded-md text-ink-muted hover:bg-hover hover:text-ink md:size-9"
            >
              <X className="size-4" aria-hidden />
            </Primitive.Close>
          </div>
          {description && (
            <Primitive.Description className="text-sm text-ink-muted">{description}</Primitive.Description>
          )}
          <div className="mt-4">{children}</div>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

/** A button inside a Dialog that closes it. */
export const DialogClose = ({ children }: { children: ReactNode }) => (
  <Primitive.Close asChild>{children}</Primitive.Close>
)
