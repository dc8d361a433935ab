import { Check, Copy } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '#app/components/ui/button.tsx'
import { Field } from '#app/components/ui/field.tsx'
import { Input } from '#app/components/ui/input.tsx'
import { useHydrated } from '#app/components/ui/use-hydrated.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** A text to take along. Without JavaScript, or a clipboard, it is there to be selected. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const t = useTranslate()
  const hydrated = useHydrated()
  const [copied, setCopied] = useState(false)
  const input = useRef<HTMLInputElement>(null)

  async function copy() {
    input.current?.select()
    try {
      await navigator.clipboard.writeText(value)
      setCopied(true)
    } catch {
      // Selected: the keyboard can copy it.
    }
  }
  const Icon = copied ? Check : Copy
  return (
    <div className="flex items-end gap-2">
      <Field label={label} className="min-w-0 flex-1">
        <Input ref={input} readOnly value={value} spellCheck={false} className="font-mono" />
      </Field>
      {hydrated && (
        <Button onClick={() => void copy()}>
          <Icon className="size-4" aria-hidden />
          <span aria-live="polite">{t(copied ? 'api:copy.done' : 'api:copy.label')}</span>
        </Button>
      )}
    </div>
  )
}
