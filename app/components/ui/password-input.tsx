import { clsx } from 'clsx'
import { forwardRef, type InputHTMLAttributes, useState } from 'react'
import { Input } from '#app/components/ui/input.tsx'
import { useHydrated } from '#app/components/ui/use-hydrated.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

type PasswordInputProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'type'>

/** A password that can be shown while typing. Without JavaScript it is an ordinary password field. */
export const PasswordInput = forwardRef<HTMLInputElement, PasswordInputProps>(function PasswordInput(
  { className, ...rest },
  ref,
) {
  const t = useTranslate()
  const hydrated = useHydrated()
  const [shown, setShown] = useState(false)
  return (
    <div className="relative">
      <Input
        ref={ref}
        type={shown ? 'text' : 'password'}
        spellCheck={false}
        autoCapitalize="none"
        className={clsx(hydrated && 'pr-24', className)}
        {...rest}
      />
      {hydrated && (
        <button
          type="button"
          aria-label={t(shown ? 'password.hideLong' : 'password.showLong')}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
          className="absolute inset-y-0 right-0 min-w-11 rounded-md px-3 text-sm font-medium text-accent-text hover:underline"
        >
          {t(shown ? 'password.hide' : 'password.show')}
        </button>
      )}
    </div>
  )
})
