import { createCookie } from '@remix-run/node'
import { z } from 'zod'
import type { Services } from '#app/http/load-context.ts'

/** What the next page tells once, in the reader's language. A cookie may hold anything. */
export const toastSchema = z.object({
  kind: z.enum(['success', 'error', 'info']),
  message: z.string().max(1000),
})
export type ToastMessage = z.output<typeof toastSchema>

export const localeCookie = createCookie('vigie_locale', { path: '/', sameSite: 'lax', maxAge: 31_536_000 })
export const themeCookie = createCookie('vigie_theme', { path: '/', sameSite: 'lax', maxAge: 31_536_000 })
export const toastCookie = createCookie('vigie_toast', {
  path: '/',
  sameSite: 'lax',
  httpOnly: true,
  maxAge: 60,
})

/** The session's cookie. `__Host-` (no domain, path /, https only) wherever the service is reached by https. */
export function sessionCookie(services: Services) {
  const secure = services.publicUrl.startsWith('https:')
  return createCookie(secure ? '__Host-vigie' : 'vigie', {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure,
  })
}
