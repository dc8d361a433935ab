import { Form } from '@remix-run/react'
import { type ReactNode, useState } from 'react'
import { Button, type ButtonSize, type ButtonVariant, buttonClass } from '#app/components/ui/button.tsx'
import { Dialog, DialogClose } from '#app/components/ui/dialog.tsx'
import { useHydrated } from '#app/components/ui/use-hydrated.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface ConfirmDialogProps {
  /** Text of the button that asks. */
  trigger: ReactNode
  triggerVariant?: ButtonVariant
  triggerSize?: ButtonSize
  title: ReactNode
  /** What will happen, and whether it can be undone. */
  description: ReactNode
  /** Names the act: "Suspend the account", not "OK". */
  confirmLabel: ReactNode
  danger?: boolean
  /** Where the form is posted; the current page when left out. */
  action?: string
  /** Hidden fields of the form. */
  fields?: Readonly<Record<string, string>>
  /** More fields: a reason, a note. */
  children?: ReactNode
}

/** Asks before something that matters, then POSTs. Without JavaScript the question unfolds in place. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { trigger, triggerVariant, triggerSize, title, description } = props
  const t = useTranslate()
  const hydrated = useHydrated()
  const [open, setOpen] = useState(false)

  if (!hydrated) {
    return (
      <details className="relative">
        <summary className={buttonClass(triggerVariant, triggerSize)}>{trigger}</summary>
        <div className="mt-2 flex max-w-md flex-col gap-3 rounded-lg border border-line bg-surface p-4 text-sm">
          <p className="font-semibold text-ink">{title}</p>
          <p className="text-ink-muted">{description}</p>
          <ConfirmForm {...props} />
        </div>
      </details>
    )
  }
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={title}
      description={description}
      trigger={
        <Button variant={triggerVariant} size={triggerSize}>
          {trigger}
        </Button>
      }
    >
      <ConfirmForm {...props} onSend={() => setOpen(false)}>
        {props.children}
        <DialogClose>
          <Button>{t('cancel')}</Button>
        </DialogClose>
      </ConfirmForm>
    </Dialog>
  )
}

function ConfirmForm({
  action,
  fields = {},
  danger,
  confirmLabel,
  children,
  onSend,
}: ConfirmDialogProps & { onSend?: () => void }) {
  return (
    <Form method="post" action={action} onSubmit={onSend} className="flex flex-col gap-4">
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
      <Button type="submit" variant={danger ? 'danger' : 'primary'}>
        {confirmLabel}
      </Button>
    </Form>
  )
}
