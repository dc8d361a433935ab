import type { files as french } from '#app/i18n/fr/files.ts'
import type { Shape } from '#app/i18n/shape.ts'

export const files = {
  file_one: '{{count}} file',
  file_other: '{{count}} files',
  choose: 'Choose files',
  limits: 'PDF, JPEG, PNG, WebP or HEIC, at most {{max}} per file.',
  limitsAll: 'At most {{files}} files and {{total}} in all.',
  photo: 'Take a photo',
  drop: 'or drop them here, or paste a picture',
  dropNow: 'Drop the files here',
  list: 'Files to send',
  remove: 'Remove {{name}}',
  send: 'Send',
  sendCount_one: 'Send {{count}} file',
  sendCount_other: 'Send {{count}} files',
  stop: 'Stop sending',
  retry: 'Try again',
  sending: 'Sending: {{percent}}',
  stopped: 'Sending stopped. Nothing was saved; your files are still in the list.',
  connectionLost: 'The connection broke. Nothing was saved; your files are still in the list.',
  done: 'Files received.',
  open: 'View {{name}}',
  original: 'Download the original',
  fileState: { sending: 'Sending', sent: 'Transferred' },
  side: { front: 'Front', back: 'Back', whole: 'Whole document' },
  way: {
    legend: 'What do you want to send?',
    sides: 'A card: front and back',
    whole: 'A passport, or one file that shows both sides',
  },
  noScript: 'You can attach front and back separately, or the whole document (passport, scan of both sides).',
  refusal: {
    empty: 'This file is empty. Open it to check what it holds, then attach it again.',
    tooLarge:
      'This file is larger than 10 MB. Take the photo again in lower quality, or scan in black and white at 200 dpi.',
    typeNotAllowed:
      'This format is not accepted. Send a PDF or a photo (JPEG, PNG, WebP or HEIC) of the document.',
    typeMismatch:
      'What this file holds does not fit its name. Do not change the ending: export it again as PDF or JPEG.',
    damaged: 'This file is incomplete or damaged. Save it again from its source, or photograph the document.',
  },
} satisfies Shape<typeof french>
