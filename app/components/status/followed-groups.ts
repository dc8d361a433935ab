import type { FollowedGroup } from '#app/components/status/wishes-fields.tsx'
import type { PublicStatus } from '#app/domain/snapshot/public-status.ts'
import type { Locale } from '#app/i18n/locales.ts'

/** The components of the page by group, for the boxes of a subscription; none while no snapshot is known. */
export function followedGroups(
  status: Pick<PublicStatus, 'groups' | 'components'> | undefined,
  locale: Locale,
): FollowedGroup[] {
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
