import { Link, type LinkProps } from '@remix-run/react'
import { clsx } from 'clsx'
import { type ButtonSize, type ButtonVariant, buttonClass } from '#app/components/ui/button.tsx'

interface LinkButtonProps extends LinkProps {
  variant?: ButtonVariant
  size?: ButtonSize
}

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function LinkButton({ variant, size, className, ...rest }: LinkButtonProps) {
  return <Link className={clsx(buttonClass(variant, size), className)} {...rest} />
}
