import { Link } from '@remix-run/react'
import { clsx } from 'clsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface TemplateChoiceProps {
  templates: readonly { id: string; name: string }[]
  /** The one that the form is filled with. */
  chosen: string | undefined
}

/** Fills the form below from a template: each is a link, so it works without scripts. */
export function TemplateChoice({ templates, chosen }: TemplateChoiceProps) {
  const t = useTranslate()
  if (templates.length === 0) return null
  return (
    <nav aria-labelledby="templates" className="flex flex-col gap-2">
      <p id="templates" className="text-sm font-medium text-ink">
        {t('incidents:templates.start')}
      </p>
      <ul className="flex gap-2 max-sm:-mx-4 max-sm:overflow-x-auto max-sm:px-4 max-sm:py-1 sm:flex-wrap">
        {templates.map(({ id, name }) => (
          <Choice key={id} to={`?template=${id}`} isChosen={id === chosen}>
            <bdi>{name}</bdi>
          </Choice>
        ))}
        {chosen && (
          <Choice to="?" isChosen={false}>
            {t('incidents:templates.none')}
          </Choice>
        )}
      </ul>
    </nav>
  )
}

const Choice = ({ to, isChosen, children }: { to: string; isChosen: boolean; children: React.ReactNode }) => (
  <li className="max-w-full max-sm:shrink-0">
    <Link
      to={to}
      replace
      preventScrollReset
      aria-current={isChosen ? 'true' : undefined}
      className={clsx(
        'inline-flex min-h-11 max-w-full items-center rounded-full max-sm:whitespace-nowrap border px-3.5 text-sm md:min-h-8',
        isChosen
          ? 'border-accent bg-accent-soft font-medium text-accent-text'
          : 'border-line-strong bg-surface text-ink hover:bg-hover',
      )}
    >
      {children}
    </Link>
  </li>
)
