import { isUuid } from '#app/domain/ids.ts'
import { reportBounce } from '#app/domain/mails/send-mail.ts'
import { type Command, UsageError } from '#jobs/cli/command.ts'

/** As much of a mail server's answer as anybody reads. */
const RESPONSE_MAX_LENGTH = 500

export const mailBounced: Command = {
  name: 'mail bounced',
  summary: 'note that a mail which was accepted came back: the notice counts as not received',
  usage: '--id ID [--response TEXT]',
  details: [
    '--id        of the mail: what its Message-ID begins with',
    '--response  what the mail server said',
  ],
  options: { id: { type: 'string' }, response: { type: 'string', default: 'bounced' } },
  prepare({ values }) {
    const { id, response } = values
    if (typeof id !== 'string' || !isUuid(id)) throw new UsageError('--id: expected the id of a mail')
    return async (ctx, print) => {
      await reportBounce(ctx, { mailId: id, response: String(response).slice(0, RESPONSE_MAX_LENGTH) })
      print(`noted that ${id} came back`)
      return 0
    }
  },
}
