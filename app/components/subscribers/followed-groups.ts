import type { FollowedGroup } from '#app/components/subscribers/wishes-fields.tsx'
import type { Locale } from '#app/i18n/locales.ts'

type Name = Readonly<Record<Locale, string>>

/** What the public status says of components and their groups. */
interface StatusPage {
  readonly groups: readonly { readonly id: string; readonly name: Name }[]
  readonly components: readonly {
    readonly id: string
    readonly groupId: string | null
    readonly name: Name
  }[]
}

/** The components of the page by group, for the boxes of a subscription; none while no snapshot is known. */
export function followedGroups(status: StatusPage | undefined, locale: Locale): FollowedGroup[] {
  if (!status) return []
  const inGroup = (groupId: string | null) =>
    status.components
      .filter((component) => component.groupId === groupId)
      .map(({ id, name }) => ({ id, name: name[locale] }))
  return [
    ...status.groups.map((group) => ({ name: group.name[locale], components: inGroup(group.id) })),
    { name: null, components: inGroup(null) },
  ].filter((group) => group.components.length > 0)
}
