import type { MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Activity, FileClock, House, UserRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { SessionList } from '#app/components/access/session-list.tsx'
import { PasswordForm, ProfileForm } from '#app/components/access/settings-forms.tsx'
import { MerchantShell } from '#app/components/shell/merchant-shell.tsx'
import { StaffFrame } from '#app/components/shell/staff-frame.tsx'
import { PageHeader } from '#app/components/ui/page-header.tsx'
import { changePassword } from '#app/domain/access/change-password.ts'
import { describeDevice } from '#app/domain/access/describe-device.ts'
import { listOwnSessions, revokeSession } from '#app/domain/access/own-sessions.ts'
import { changePasswordSchema, profileSchema, revokeSessionSchema } from '#app/domain/access/schemas.ts'
import { updateProfile } from '#app/domain/access/update-profile.ts'
import { invalid } from '#app/domain/errors.ts'
import { localeCookie } from '#app/http/cookies.server.ts'
import { redirectWithToast, submitForm } from '#app/http/forms.server.ts'
import { action as guardedAction, loader as guardedLoader } from '#app/http/handlers.server.ts'
import { sessionToken } from '#app/http/sign-in.server.ts'
import { staffPlaces } from '#app/http/staff-places.server.ts'
import { translator } from '#app/i18n/translate.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

export const loader = guardedLoader('signed-in', async (args) => {
  const { ctx, user, t } = args
  const sessions = await listOwnSessions(ctx, await sessionToken(args))
  return {
    title: t('access:settings.title'),
    // Null for members, who have places of their own.
    places: user.actor.role === 'member' ? null : staffPlaces(user.actor),
    email: user.email,
    profile: { name: user.name, locale: user.locale },
    sessions: sessions.map(({ userAgent, ...session }) => ({
      ...session,
      device: describeDevice(userAgent),
    })),
  }
})

export const action = guardedAction('signed-in', async (args) => {
  const done = (message: string, headers?: Headers) =>
    redirectWithToast('/settings', { kind: 'success', message }, headers)
  const intent = (await args.form()).get('intent')
  switch (intent) {
    case 'profile':
      return submitForm(args, profileSchema, async ({ name, locale }) => {
        await updateProfile(args.ctx, { name, locale })
        const language = new Headers({ 'Set-Cookie': await localeCookie.serialize(locale) })
        return done(translator(locale)('access:settings.saved'), language)
      })
    case 'password':
      return submitForm(args, changePasswordSchema, async (input) => {
        await changePassword(args.ctx, input, await sessionToken(args))
        return done(args.t('access:settings.passwordChanged'))
      })
    case 'revoke':
      return submitForm(args, revokeSessionSchema, async ({ session }) => {
        await revokeSession(args.ctx, session)
        return done(args.t('access:settings.revoked'))
      })
    default:
      throw invalid('field.choice')
  }
})

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function SettingsPage() {
  const t = useTranslate()
  const { places, email, profile, sessions } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const mine = (intent: string) => (answer && answer.result.initialValue?.intent === intent ? answer : null)
  return (
    <Frame places={places}>
      <PageHeader title={t('access:settings.title')} lead={t('access:settings.lead')} />
      <ProfileForm profile={profile} answer={mine('profile')} />
      <PasswordForm email={email} answer={mine('password')} />
      <SessionList sessions={sessions} />
    </Frame>
  )
}

type Places = Parameters<typeof StaffFrame>[0]['places']

/** Everybody has this page; each in the frame they know. */
function Frame({ places, children }: { places: Places | null; children: ReactNode }) {
  const t = useTranslate()
  if (places) return <StaffFrame places={places}>{children}</StaffFrame>
  const nav = [
    { to: '/home', label: t('requirements:nav.home'), icon: House },
    { to: '/history', label: t('requirements:nav.history'), icon: FileClock },
    { to: '/status', label: t('requirements:nav.status'), icon: Activity },
    { to: '/settings', label: t('requirements:nav.settings'), icon: UserRound },
  ]
  return <MerchantShell nav={nav}>{children}</MerchantShell>
}
