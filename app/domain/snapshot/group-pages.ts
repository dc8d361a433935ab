import type { PublicStatus } from '#app/domain/snapshot/public-status.ts'

/** The id of components without a group, and of all of them together, in the address of a group's page. */
export const WITHOUT_GROUP = 'others'
export const ALL_COMPONENTS = 'all'
/** Rows of one page. */
export const COMPONENTS_PER_PAGE = 100

/** Every page of every group: its path below the status page's. */
export function groupPages({ groups, components }: PublicStatus): string[] {
  const sizes = new Map<string, number>([
    [ALL_COMPONENTS, components.length],
    ...groups.map(({ id }) => [id, 0] as const),
  ])
  for (const { groupId } of components) {
    const id = groupId ?? WITHOUT_GROUP
    sizes.set(id, (sizes.get(id) ?? 0) + 1)
  }
  return [...sizes].flatMap(([id, size]) =>
    Array.from({ length: Math.ceil(size / COMPONENTS_PER_PAGE) }, (_, index) =>
      index === 0 ? `/groups/${id}` : `/groups/${id}/${index + 1}`,
    ),
  )
}
