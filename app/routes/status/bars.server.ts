import type { ComponentView, DayState, DayView, GroupSummary } from '#app/components/status/types.ts'
import { durationText } from '#app/components/status/words.ts'
import { type ComponentStatus, isWorse, worstOf } from '#app/domain/components/status.ts'
import type { PublicComponent, PublicStatus } from '#app/domain/snapshot/public-status.ts'
import { formatTime } from '#app/i18n/format.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { groupPath } from '#app/i18n/status-path.ts'
import { translator } from '#app/i18n/translate.ts'
import { cutView } from '#app/routes/status/cut.ts'

const MAX_NAMED = 6

/** Orders by status, the worst first. */
export const worstFirst = (a: { status: ComponentStatus }, b: { status: ComponentStatus }): number =>
  Number(isWorse(b.status, a.status)) - Number(isWorse(a.status, b.status))

/** Makes the bars of components and groups; equal days are one object, so thousands of them cost little. */
export class Bars {
  readonly #t
  readonly #dayNames: readonly string[]
  readonly #known = new Map<string, DayView>()

  constructor(
    private readonly status: PublicStatus,
    private readonly locale: Locale,
  ) {
    this.#t = translator(locale)
    // Noon, because midnight in UTC is another day elsewhere.
    this.#dayNames = status.days.map((day) => formatTime(locale, `${day}T12:00:00Z`, 'day'))
  }

  component(component: PublicComponent): ComponentView {
    const { locale, status } = this
    return {
      id: component.id,
      name: component.name[locale],
      description: component.description[locale],
      status: component.status,
      uptime: component.uptime,
      days: status.days.map((day, index) => {
        const outage = component.outages[day]
        const downSeconds = outage ? outage.majorSeconds + outage.partialSeconds : 0
        return this.#day(index, component.states[index] ?? 'no_data', downSeconds)
      }),
    }
  }

  /** `members` is not empty; the worst are named. */
  group(id: string, name: string | null, members: readonly PublicComponent[]): GroupSummary {
    const { locale } = this
    const affected = members.filter(({ status }) => status !== 'operational').sort(worstFirst)
    return {
      id,
      name,
      href: groupPath(id, locale),
      status: worstOf(members.map(({ status }) => status)),
      count: members.length,
      days: this.status.days.map((_, index) => this.#dayOfGroup(index, members)),
      notOperational: cutView(affected, MAX_NAMED, ({ id, name, status }) => ({
        id,
        name: name[locale],
        status,
      })),
    }
  }

  #day(index: number, state: DayState, downSeconds: number): DayView {
    return this.#remembered(`${index}:${state}:${downSeconds}`, () => {
      const facts = { day: this.#dayNames[index], duration: durationText(this.#t, downSeconds) }
      return { state, label: this.#t(`status:page.day.${state}`, facts) }
    })
  }

  #dayOfGroup(index: number, members: readonly PublicComponent[]): DayView {
    let state: DayState = 'no_data'
    let count = 0
    for (const { states } of members) {
      const one = states[index] ?? 'no_data'
      if (one === state) count += 1
      else if (one !== 'no_data' && (state === 'no_data' || isWorse(one, state))) {
        state = one
        count = 1
      }
    }
    return this.#remembered(`${index}:${state}:${count} components`, () => {
      const components = this.#t('status:page.count', { count })
      return {
        state,
        label: this.#t(`status:page.dayOfGroup.${state}`, { day: this.#dayNames[index], components }),
      }
    })
  }

  #remembered(key: string, make: () => DayView): DayView {
    const known = this.#known.get(key) ?? make()
    this.#known.set(key, known)
    return known
  }
}
