/** Members belong to one account; the others are staff of the provider. */
export const ROLES = ['member', 'officer', 'publisher', 'administrator'] as const
export type Role = (typeof ROLES)[number]
export type StaffRole = Exclude<Role, 'member'>
