import { Form, useActionData } from '@remix-run/react'
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
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
  /** Of the way out, where "Cancel" could mean the act itself. */
  dismissLabel?: ReactNode
  danger?: boolean
  /** Where the form is posted; the current page when left out. */
  action?: string
  /** Hidden fields of the form. */
  fields?: Readonly<Record<string, string>>
  /** More fields: a reason, a note. */
  children?: ReactNode
}

/**
 * Asks before something that matters, then POSTs. Refused, it keeps what was typed for the next try. Without JavaScript
 * the question unfolds in place.
 */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { trigger, triggerVariant, triggerSize, title, description } = props
  const t = useTranslate()
  const hydrated = useHydrated()
  const [open, setOpen] = useState(false)
  const sent = useRef<FormData | null>(null)
  // A success leads on to a page anew; an answer to the action says what was wrong with it.
  const isRefused = useActionData() !== undefined

  if (!hydrated) {
    return (
      <details className="relative">
        <summary className={buttonClass(triggerVariant, triggerSize)}>{trigger}</summary>
        <div className="mt-2 flex max-w-md flex-col gap-3 rounded-lg border border-line bg-surface p-4 text-sm">
          <p className="font-semibold text-ink">{title}</p>
          <p className="text-ink-muted">{description}</p>
          <ConfirmForm {...props} fieldset={props.children}>
            {null}
          </ConfirmForm>
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
      <ConfirmForm
        {...props}
        onSend={({ currentTarget }) => {
          sent.current = new FormData(currentTarget)
          setOpen(false)
        }}
        draft={isRefused ? sent.current : null}
        fieldset={props.children}
      >
        <DialogClose>
          <Button>{props.dismissLabel ?? t('cancel')}</Button>
        </DialogClose>
      </ConfirmForm>
    </Dialog>
  )
}

interface ConfirmFormProps extends Omit<ConfirmDialogProps, 'children'> {
  onSend?: (event: FormEvent<HTMLFormElement>) => void
  /** What was typed before. */
  draft?: FormData | null
  /** The further fields. */
  fieldset: ReactNode
  /** The way out, beside the button that confirms. */
  children: ReactNode
}

function ConfirmForm({
  action,
  fields = {},
  danger,
  confirmLabel,
  onSend,
  draft,
  fieldset,
  children,
}: ConfirmFormProps) {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (form.current && draft) refill(form.current, draft)
  }, [draft])
  return (
    <Form method="post" action={action} onSubmit={onSend} ref={form} className="flex flex-col gap-5">
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {fieldset}
      <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
        {children}
        <Button type="submit" variant={danger ? 'danger' : 'primary'}>
          {confirmLabel}
        </Button>
      </div>
    </Form>
  )
}

function refill(form: HTMLFormElement, draft: FormData): void {
  for (const field of form.querySelectorAll<HTMLInputElement>('input:not([type=hidden]), textarea, select')) {
    const typed = draft.getAll(field.name)
    if (['checkbox', 'radio'].includes(field.type)) field.checked = typed.includes(field.value)
    else if (typeof typed[0] === 'string') field.value = typed[0]
  }
}
