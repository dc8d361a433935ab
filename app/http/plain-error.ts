import type { Response } from 'express'

/** An error in one line of text, where no page can be made. */
export function plainError(res: Response, status: number, text: string): void {
  res.status(status).type('text/plain').set('Cache-Control', 'no-store').send(`${text}\n`)
}
