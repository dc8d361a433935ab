import { Alert } from '#app/components/ui/alert.tsx'
import { REASONS, type ReasonCode, tellableReasons } from '#app/domain/reviews/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

/** The words of the mail and of the portal for these reasons, in the officer's own language. */
export function RejectionPreview({ codes, note }: { codes: readonly ReasonCode[]; note: string }) {
  const t = useTranslate()
  return (
    <section aria-labelledby="preview" className="flex flex-col gap-2">
      <h3 id="preview" className="text-sm font-medium text-ink">
        {t('review:decide.preview')}
      </h3>
      {codes.some((code) => !REASONS[code].tellable) && (
        <Alert tone="caution">{t('review:decide.secret')}</Alert>
      )}
      <div aria-live="polite" className="rounded-md border border-line bg-sunken px-3 py-2.5 text-sm">
        {codes.length === 0 ? (
          <p className="text-ink-muted">{t('review:decide.previewEmpty')}</p>
        ) : (
          <ul className="flex flex-col gap-2">
            {tellableReasons(codes).map((code) => (
              <li key={code}>
                <p className="font-medium text-ink">{t(`reasons:merchant.${code}.title`)}</p>
                <p className="text-ink-muted">{t(`reasons:merchant.${code}.action`)}</p>
              </li>
            ))}
          </ul>
        )}
        {note.trim() && (
          <p className="mt-2 border-t border-line pt-2 whitespace-pre-line text-ink">{note.trim()}</p>
        )}
      </div>
      <p className="text-xs text-ink-muted">{t('review:decide.previewLanguage')}</p>
    </section>
  )
}
