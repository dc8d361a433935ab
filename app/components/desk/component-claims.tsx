import type { ComponentState } from '#app/components/status/types.ts'
import { Select } from '#app/components/ui/select.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

export interface DeskGroup {
  readonly id: string | null
  readonly name: string | null
  readonly components: readonly {
    readonly id: string
    readonly name: string
    readonly status: ComponentState
    readonly shown: boolean
  }[]
}

/** In the order in which they are said at three in the morning: the worst first. */
const SAYABLE: readonly ComponentState[] = [
  'major_outage',
  'partial_outage',
  'degraded_performance',
  'operational',
]

interface ComponentClaimsProps {
  groups: readonly DeskGroup[]
  /** What is chosen before anything is typed, by component. */
  chosen: Readonly<Record<string, string | undefined>>
  /** For an incident that is over: what was, not what changes. */
  past?: boolean
}

/**
 * One choice per component, by group: what this update says of it, or nothing. Those it speaks of already come
 * first; the others then wait folded.
 */
export function ComponentClaims({ groups, chosen, past = false }: ComponentClaimsProps) {
  const t = useTranslate()
  const all = groups.flatMap((group) => group.components.map((component) => ({ group, component })))
  const rows = all.map((row, index) => ({ ...row, index }))
  const spokenOf = rows.filter(({ component }) => chosen[component.id] !== undefined)
  const others = rows.filter(({ component }) => chosen[component.id] === undefined)
  const rest = <ClaimGroups rows={others} chosen={chosen} past={past} />
  return (
    <fieldset className="flex flex-col gap-4">
      <legend className="mb-2">
        <span className="text-sm font-medium text-ink">
          {t(past ? 'incidents:past.components' : 'desk:incident.components')}
        </span>
        {!past && <span className="block text-sm text-ink-muted">{t('desk:incident.componentsHint')}</span>}
      </legend>
      {spokenOf.length === 0 ? (
        rest
      ) : (
        <>
          <ClaimGroups rows={spokenOf} chosen={chosen} past={past} />
          <details className="rounded-md border border-line">
            <summary className="flex min-h-11 items-center px-4 text-sm font-medium text-ink hover:bg-hover">
              {t('desk:incident.otherComponents')}
            </summary>
            <div className="flex flex-col gap-4 border-t border-line p-4">{rest}</div>
          </details>
        </>
      )}
    </fieldset>
  )
}

interface ClaimRow {
  group: DeskGroup
  component: DeskGroup['components'][number]
  /** Its place in the form. */
  index: number
}

function ClaimGroups({
  rows,
  chosen,
  past,
}: {
  rows: readonly ClaimRow[]
  chosen: ComponentClaimsProps['chosen']
  past: boolean
}) {
  const t = useTranslate()
  const groups = [...new Set(rows.map(({ group }) => group))]
  return groups.map((group) => (
    <div key={group.id ?? 'others'} className="flex flex-col gap-2">
      <p className="text-xs font-medium text-ink-subtle">{group.name ?? t('status:page.otherComponents')}</p>
      {rows
        .filter((row) => row.group === group)
        .map(({ component, index }) => (
          <div
            key={component.id}
            className="grid items-center gap-x-4 gap-y-1 sm:grid-cols-[minmax(0,1fr)_15rem]"
          >
            <label htmlFor={`component-${component.id}`} className="text-sm text-ink">
              <bdi>{component.name}</bdi>
            </label>
            <input type="hidden" name={`components[${index}].id`} value={component.id} />
            <Select
              id={`component-${component.id}`}
              name={`components[${index}].status`}
              defaultValue={chosen[component.id] ?? ''}
              placeholder={
                past
                  ? t('incidents:past.untouched')
                  : t('desk:incident.unchanged', { state: t(`status:component.${component.status}`) })
              }
              options={SAYABLE.map((value) => ({ value, label: t(`status:component.${value}`) }))}
            />
          </div>
        ))}
    </div>
  ))
}

/** What a form said before it was refused, by component. */
export function claimsAsTyped(initial: unknown): Record<string, string | undefined> {
  if (!Array.isArray(initial)) return {}
  return Object.fromEntries(
    initial.flatMap((one: { id?: string; status?: string }) => (one?.id ? [[one.id, one.status]] : [])),
  )
}
