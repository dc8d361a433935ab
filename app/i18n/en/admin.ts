import type { admin as french } from '../fr/admin.ts'
import type { Shape } from '../shape.ts'

export const admin = {
  title: 'Administration',
  users: { title: 'Users', add: 'Add a user', role: 'Role' },
} satisfies Shape<typeof french>
