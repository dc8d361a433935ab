import { useNavigation } from '@remix-run/react'
import { Button, type ButtonProps } from '#app/components/ui/button.tsx'

/** The button that sends its form; while its own form is under way it turns and cannot send again. */
export function SubmitButton({ variant = 'primary', name, value, pending, ...rest }: ButtonProps) {
  const { state, formData, formMethod } = useNavigation()
  const sending = state !== 'idle' && formMethod === 'POST'
  const isOurs = name === undefined || formData?.get(name) === String(value)
  return (
    <Button
      type="submit"
      variant={variant}
      name={name}
      value={value}
      pending={pending ?? (sending && isOurs)}
      {...rest}
    />
  )
}
