import type { Response as ExpressResponse, Request } from 'express'
import { ApiRefusal, problem, type RefusalCode } from '#app/http/api-problem.server.ts'
import { plainError } from '#app/http/plain-error.ts'

const UNDER_API = /^\/+api\/+v1(?=[/?#]|$)/i

/** What is refused before any route is asked. */
const REFUSALS = {
  unexpected: [500, (id) => `Une erreur est survenue. / Something went wrong. (${id})`],
  unreadableAddress: [400, () => 'Adresse incorrecte. / This address is not valid.'],
  methodForbidden: [405, () => 'Méthode refusée. / This method is not allowed.'],
  crossOrigin: [
    403,
    () => 'Cette demande vient d’un autre site : refusée. / Refused: sent from another site.',
  ],
} as const satisfies Partial<Record<RefusalCode, readonly [status: number, text: (id: string) => string]>>

/** Refuses in the words of whoever asks: a problem below /api/v1, elsewhere a line of text for a person. */
export function refuseEarly(req: Request, res: ExpressResponse, code: keyof typeof REFUSALS): void {
  const [status, text] = REFUSALS[code]
  const id = String(req.id)
  if (UNDER_API.test(req.originalUrl)) void sendProblem(res, problem(new ApiRefusal(code), id))
  else plainError(res, status, text(id))
}

async function sendProblem(res: ExpressResponse, answer: Response): Promise<void> {
  res.status(answer.status).set(Object.fromEntries(answer.headers))
  // As bytes: express would add a charset to the type of a text.
  res.send(Buffer.from(await answer.arrayBuffer()))
}
