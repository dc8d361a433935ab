import { Alert } from '#app/components/ui/alert.tsx'
import type { PolicyWarning } from '#app/domain/policy/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** What is allowed and deserves a second look. */
export function PolicyWarnings({ warnings }: { warnings: readonly PolicyWarning[] }) {
  const t = useTranslate()
  return warnings.map(({ kind }) => (
    <Alert key={kind} tone="caution">
      {t(`policy:warning.${kind}`)}
    </Alert>
  ))
}
