import type { mail as french } from '../fr/mail.ts'
import type { Shape } from '../shape.ts'

export const mail = {
  greeting: 'Hello {{name}},',
  signature: 'The {{provider}} team',
  linkFallback: 'If the button does not work, copy this address into your browser:',
} satisfies Shape<typeof french>
