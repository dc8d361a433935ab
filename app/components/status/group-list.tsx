import { ComponentStateName } from '#app/components/status/component-list.tsx'
import type { Cut, GroupSummary } from '#app/components/status/types.ts'
import { UptimeStrip } from '#app/components/status/uptime-strip.tsx'
import { groupPath } from '#app/i18n/status-path.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

/** Groups of many components: the worst of each, and by name what does not work. */
export function GroupList({ groups: { shown, others } }: { groups: Cut<GroupSummary> }) {
  const t = useTranslate()
  const locale = useLocale()
  return (
    <>
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {shown.map((group) => (
          <GroupRow key={group.id} group={group} />
        ))}
      </ul>
      <p className="flex flex-wrap gap-x-4">
        {others > 0 && <span>{t('status:page.otherGroups', { count: others })}</span>}
        <a href={groupPath('all', locale)} className="link">
          {t('status:page.allComponents')}
        </a>
      </p>
    </>
  )
}

function GroupRow({ group }: { group: GroupSummary }) {
  const t = useTranslate()
  const name = group.name ?? t('status:page.otherComponents')
  const { shown, others } = group.notOperational
  return (
    <li className="flex flex-col gap-3 px-4 py-4 md:px-5">
      <div className="flex items-baseline justify-between gap-4">
        <h3 className="min-w-0 font-medium break-words text-ink">
          <a href={group.href} className="underline decoration-line-control underline-offset-3">
            <bdi>{name}</bdi>
          </a>
          <span className="block text-sm font-normal text-ink-muted">
            {t('status:page.count', { count: group.count })}
          </span>
        </h3>
        <ComponentStateName status={group.status} />
      </div>
      {shown.length > 0 && (
        <ul className="flex flex-col gap-1">
          {shown.map((component) => (
            <li key={component.id} className="flex items-baseline justify-between gap-4 text-sm text-ink">
              <bdi className="min-w-0 break-words">{component.name}</bdi>
              <ComponentStateName status={component.status} />
            </li>
          ))}
          {others > 0 && (
            <li className="text-sm">
              <a href={group.href} className="link">
                {t('status:page.others', { count: others })}
              </a>
            </li>
          )}
        </ul>
      )}
      <UptimeStrip name={name} days={group.days} note={t('status:page.worstOfGroup')} />
    </li>
  )
}
