import type { files as french } from '../fr/files.ts'
import type { Shape } from '../shape.ts'

export const files = {
  file_one: '{{count}} file',
  file_other: '{{count}} files',
  choose: 'Choose files',
  limits: 'PDF, JPEG, PNG, WebP or HEIC, at most {{max}} a file.',
} satisfies Shape<typeof french>
