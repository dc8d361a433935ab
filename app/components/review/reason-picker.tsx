import { Search } from 'lucide-react'
import { type RefObject, useState } from 'react'
import { tickClass } from '#app/components/ui/checkbox.tsx'
import { FieldError } from '#app/components/ui/field.tsx'
import { Input } from '#app/components/ui/input.tsx'
import { REASON_CODES, REASONS, type ReasonCode, SEVERITIES } from '#app/domain/reviews/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface ReasonPickerProps {
  chosen: readonly ReasonCode[]
  onChange: (chosen: ReasonCode[]) => void
  error?: string
  searchRef: RefObject<HTMLInputElement>
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** All reasons by severity, gravest first, narrowed while typing. What is chosen never disappears. */
export function ReasonPicker({ chosen, onChange, error, searchRef }: ReasonPickerProps) {
  const t = useTranslate()
  const [search, setSearch] = useState('')
  const words = plain(search).split(/\s+/).filter(Boolean)
  const matches = (code: ReasonCode) => {
    const text = plain(`${t(`reasons:internal.${code}.label`)} ${t(`reasons:internal.${code}.use`)} ${code}`)
    return chosen.includes(code) || words.every((word) => text.includes(word))
  }
  const groups = SEVERITIES.map((severity) => ({
    severity,
    codes: REASON_CODES.filter((code) => REASONS[code].severity === severity && matches(code)),
  })).filter(({ codes }) => codes.length > 0)
  const toggle = (code: ReasonCode, on: boolean) =>
    onChange(on ? [...chosen, code] : chosen.filter((other) => other !== code))
  return (
    <fieldset className="flex flex-col gap-2" aria-describedby={error ? 'reasons-error' : undefined}>
      <legend className="mb-1.5 text-sm font-medium text-ink">{t('review:decide.reasons')}</legend>
      <div className="relative">
        <Search
          className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-subtle"
          aria-hidden
        />
        <Input
          ref={searchRef}
          type="search"
          aria-label={t('review:decide.findReason')}
          placeholder={t('review:decide.findReason')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          // Enter chooses the first that matches instead of sending the form.
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            const first = groups.flatMap(({ codes }) => codes).find((code) => !chosen.includes(code))
            if (words.length > 0 && first) {
              toggle(first, true)
              setSearch('')
            }
          }}
          className="pl-9"
        />
      </div>
      <div className="max-h-72 overflow-y-auto rounded-md border border-line">
        {groups.length === 0 && <p className="p-3 text-sm text-ink-muted">{t('review:decide.noReason')}</p>}
        {groups.map(({ severity, codes }) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be nested without a second legend's frame
          <div key={severity} role="group" aria-label={t(`reasons:severity.${severity}`)}>
            <p
              aria-hidden
              className="sticky top-0 border-b border-line bg-sunken px-3 py-1 text-xs font-medium text-ink-muted"
            >
              {t(`reasons:severity.${severity}`)}
            </p>
            {codes.map((code) => (
              <label
                key={code}
                className="flex min-h-11 items-start gap-2.5 px-3 py-2 text-sm hover:bg-hover md:min-h-0 md:py-1"
              >
                <input
                  type="checkbox"
                  name="reasonCodes"
                  value={code}
                  checked={chosen.includes(code)}
                  onChange={(event) => toggle(code, event.currentTarget.checked)}
                  className={tickClass}
                />
                <span className="min-w-0">
                  <span className="text-ink">{t(`reasons:internal.${code}.label`)}</span>
                  <span className="block text-xs text-ink-muted">{t(`reasons:internal.${code}.use`)}</span>
                </span>
              </label>
            ))}
          </div>
        ))}
      </div>
      {error && <FieldError id="reasons-error">{error}</FieldError>}
    </fieldset>
  )
}
