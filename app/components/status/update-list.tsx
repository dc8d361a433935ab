import { clsx } from 'clsx'
import { updateLook } from '#app/components/status/tones.ts'
import type { AffectedView, Cut, UpdateView } from '#app/components/status/types.ts'
import { Time } from '#app/components/ui/time.tsx'
import { TONE_TEXT } from '#app/components/ui/tone.ts'
import { updateName } from '#app/i18n/state-name.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

const PROSE = [
  'space-y-2 break-words [&_a]:text-accent-text [&_a]:underline [&_a]:underline-offset-3 [&_h4]:font-semibold',
  '[&_ul]:list-disc [&_ol]:list-decimal [&_ul]:pl-5 [&_ol]:pl-5 [&_code]:font-mono [&_code]:text-sm',
  '[&_pre]:overflow-x-auto [&_pre]:rounded-md [&_pre]:bg-sunken [&_pre]:p-3',
  '[&_blockquote]:border-l-2 [&_blockquote]:border-line-control [&_blockquote]:pl-3',
].join(' ')

/** What an update says, as clean HTML. */
export function UpdateBody({ html, lang }: Pick<UpdateView, 'html' | 'lang'>) {
  return (
    <div
      lang={lang}
      dir="auto"
      className={PROSE}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: cleaned by app/domain/incidents/markdown.ts
      dangerouslySetInnerHTML={{ __html: html }}
    />
  )
}

/** Updates, newest first. With `detailed`, each says what it changed. */
export function UpdateList({ updates, detailed }: { updates: readonly UpdateView[]; detailed?: boolean }) {
  const t = useTranslate()
  return (
    <ol className="flex flex-col gap-5">
      {updates.map((update) => {
        const { tone, icon: Icon } = updateLook(update.status)
        return (
          <li key={update.id} id={update.id} className="flex gap-3">
            <Icon className={clsx('mt-0.5 size-4 shrink-0', TONE_TEXT[tone])} aria-hidden />
            <div className="min-w-0 flex-1 text-ink">
              <p className="text-sm text-ink-muted">
                <strong className="font-medium text-ink">{updateName(t, update)}</strong> ·{' '}
                <Time at={update.at} />
                <Corrected at={update.correctedAt} />
              </p>
              <UpdateBody {...update} />
              {detailed && <Affected affected={update.affected} />}
            </div>
          </li>
        )
      })}
    </ol>
  )
}

/** Says that a text was mended after it had been published. */
export function Corrected({ at }: { at: string | null }) {
  const t = useTranslate()
  if (!at) return null
  return (
    <>
      {' '}
      · {t('status:page.corrected')} <Time at={at} />
    </>
  )
}

function Affected({ affected: { shown, others } }: { affected: Cut<AffectedView> }) {
  const t = useTranslate()
  if (shown.length === 0) return null
  return (
    <ul className="mt-2 border-l-2 border-line pl-3 text-sm text-ink-muted">
      {shown.map(({ id, name, from, to }) => (
        <li key={id} className="break-words">
          <bdi className="font-medium text-ink">{name}</bdi>{' '}
          {t('status:page.change', {
            from: t(`status:component.${from}`),
            to: t(`status:component.${to}`),
          })}
        </li>
      ))}
      {others > 0 && <li>{t('status:page.others', { count: others })}</li>}
    </ul>
  )
}
