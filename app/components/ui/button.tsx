import { clsx } from 'clsx'
import { LoaderCircle } from 'lucide-react'
import { type ButtonHTMLAttributes, forwardRef } from 'react'

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger'
export type ButtonSize = 'small' | 'medium' | 'large'

const VARIANTS: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover',
  secondary: 'border border-line-strong bg-surface text-ink hover:bg-hover',
  quiet: 'text-ink-muted hover:bg-hover hover:text-ink',
  danger: 'bg-critical-solid text-on-accent hover:bg-critical-solid-hover',
}

// On phones every size is 44 px high: the smallest target that a thumb hits surely.
const SIZES: Record<ButtonSize, string> = {
  small: 'min-h-11 px-3 md:min-h-7 md:px-2.5 md:text-xs',
  medium: 'min-h-11 px-4 md:min-h-9 md:px-3.5',
  large: 'min-h-12 px-5 md:min-h-11',
}

/** The look of a button, for links and triggers that must look the same. */
export const buttonClass = (variant: ButtonVariant = 'secondary', size: ButtonSize = 'medium') =>
  clsx(
    'inline-flex shrink-0 items-center justify-center gap-2 rounded-md text-sm font-medium whitespace-nowrap select-none',
    'transition-colors duration-100 disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:opacity-70',
    VARIANTS[variant],
    SIZES[size],
  )

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: ButtonVariant
  size?: ButtonSize
  /** Shows a spinner and ignores presses; focus stays where it was. */
  pending?: boolean
}

export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(
  { variant, size, pending = false, type = 'button', className, children, onClick, ...rest },
  ref,
) {
  return (
    <button
      ref={ref}
      type={type}
      className={clsx(buttonClass(variant, size), className)}
      aria-disabled={pending || undefined}
      aria-busy={pending || undefined}
      onClick={pending ? (event) => event.preventDefault() : onClick}
      {...rest}
    >
      {pending && <LoaderCircle className="size-4 animate-spin" aria-hidden />}
      {children}
    </button>
  )
})
