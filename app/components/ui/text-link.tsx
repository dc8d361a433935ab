import { Link, type LinkProps } from '@remix-run/react'
import { clsx } from 'clsx'

/** A link inside text. */
export function TextLink({ className, ...rest }: LinkProps) {
  return (
    <Link
      className={clsx(
        'rounded-sm font-medium text-accent-text underline decoration-current/35 underline-offset-3 hover:decoration-current',
        className,
      )}
      {...rest}
    />
  )
}
