import { Form, Link } from '@remix-run/react'
import { clsx } from 'clsx'
import type { LucideIcon } from 'lucide-react'
import { DropdownMenu as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { type ButtonSize, type ButtonVariant, buttonClass } from '#app/components/ui/button.tsx'
import { MAIN_ID } from '#app/components/ui/main-id.ts'
import { useHydrated } from '#app/components/ui/use-hydrated.ts'

/** A place to go, or a POST with hidden fields. */
export type MenuItem = { label: string; icon?: LucideIcon; danger?: boolean } & (
  | { to: string }
  | { action: string; fields?: Readonly<Record<string, string>> }
)

interface DropdownMenuProps {
  /** What the button shows. */
  trigger: ReactNode
  /** Names the button where `trigger` is only a sign. */
  label?: string
  items: readonly MenuItem[]
  variant?: ButtonVariant
  size?: ButtonSize
}

const sheetClass = 'z-40 min-w-48 rounded-lg bg-surface p-1 shadow-high'

const itemClass = (danger?: boolean) =>
  clsx(
    'flex min-h-11 w-full items-center gap-2.5 rounded-md px-2.5 text-left text-sm md:min-h-8',
    'hover:bg-hover data-highlighted:bg-hover data-highlighted:outline-none',
    danger ? 'text-critical' : 'text-ink',
  )

/** Further things that can be done. Without JavaScript it unfolds by itself. */
export function DropdownMenu({ trigger, label, items, variant = 'secondary', size }: DropdownMenuProps) {
  const hydrated = useHydrated()
  if (!hydrated) {
    return (
      <details>
        <summary className={buttonClass(variant, size)} aria-label={label}>
          {trigger}
        </summary>
        <ul className={clsx(sheetClass, 'mt-1')}>
          {items.map((item) => (
            <li key={item.label}>{rendered(item, itemClass(item.danger))}</li>
          ))}
        </ul>
      </details>
    )
  }
  return (
    <Primitive.Root modal={false}>
      <Primitive.Trigger className={buttonClass(variant, size)} aria-label={label}>
        {trigger}
      </Primitive.Trigger>
      <Primitive.Portal container={document.getElementById(MAIN_ID)}>
        <Primitive.Content align="end" sideOffset={6} className={sheetClass}>
          {items.map((item) =>
            'to' in item ? (
              <Primitive.Item key={item.label} asChild>
                {rendered(item, itemClass(item.danger))}
              </Primitive.Item>
            ) : (
              <FormItem key={item.label} item={item} />
            ),
          )}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

type FormMenuItem = Extract<MenuItem, { action: string }>

/** The menu unmounts on a choice, and a form that is gone is not sent: it is sent first. */
function FormItem({ item }: { item: FormMenuItem }) {
  return (
    <Form method="post" action={item.action}>
      <Hidden fields={item.fields} />
      <Primitive.Item asChild onSelect={(event) => submitAround(event.currentTarget)}>
        <button type="button" className={itemClass(item.danger)}>
          <Label item={item} />
        </button>
      </Primitive.Item>
    </Form>
  )
}

const submitAround = (element: EventTarget | null) =>
  element instanceof HTMLElement && element.closest('form')?.requestSubmit()

function rendered(item: MenuItem, className: string): ReactNode {
  if ('to' in item) {
    return (
      <Link to={item.to} className={className}>
        <Label item={item} />
      </Link>
    )
  }
  return (
    <Form method="post" action={item.action}>
      <Hidden fields={item.fields} />
      <button type="submit" className={className}>
        <Label item={item} />
      </button>
    </Form>
  )
}

function Label({ item: { icon: Icon, label } }: { item: MenuItem }) {
  return (
    <>
      {Icon && <Icon className="size-4 shrink-0 opacity-75" aria-hidden />}
      {label}
    </>
  )
}

function Hidden({ fields = {} }: { fields?: Readonly<Record<string, string>> }) {
  return Object.entries(fields).map(([name, value]) => (
    <input key={name} type="hidden" name={name} value={value} />
  ))
}
