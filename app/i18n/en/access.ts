import type { access as french } from '../fr/access.ts'
import type { Shape } from '../shape.ts'

export const access = {
  signIn: {
    title: 'Sign in',
    lead: 'Enter your space.',
    email: 'Email address',
    password: 'Password',
    submit: 'Sign in',
    forgot: 'Forgotten password?',
    refused: 'The address or the password is not right.',
  },
  signOut: { done: 'You are signed out.', everywhere: 'Sign out on all devices' },
  reset: {
    title: 'Reset the password',
    lead: 'Enter your address: if an account matches it, you will receive a link there.',
    submit: 'Send me the link',
    sent: 'If an account matches this address, a link has just been sent to it. Check your spam folder too.',
  },
  activation: {
    title: 'Activate your access',
    lead: 'Choose a password to enter your space.',
    newPassword: 'New password',
    newPasswordHint: 'At least 12 characters. A sentence works very well.',
    submit: 'Activate access',
    resend: 'Send the activation link again',
    expired: 'This link has expired or has already been used.',
  },
} satisfies Shape<typeof french>
