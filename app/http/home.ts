import type { Role } from '#app/domain/access/permissions.ts'

/** The page each role begins its day with. */
export function homeOf(role: Role): string {
  switch (role) {
    case 'member':
      return '/home'
    case 'officer':
      return '/review'
    case 'publisher':
      return '/desk'
    case 'administrator':
      return '/admin'
  }
}
