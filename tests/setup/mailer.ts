import { afterAll, afterEach, beforeAll } from 'vitest'
import { openMailer } from '#app/mail/mailer.ts'
import type { Mailer } from '#app/mail/types.ts'
import { startSmtp, type TestSmtp } from '#tests/setup/smtp.ts'

/** A mail server of the test file's own, which forgets after each test, and the product's mailer on it. */
export function useMailer(): { readonly smtp: TestSmtp; readonly mailer: Mailer } {
  const made = {} as { smtp: TestSmtp; mailer: Mailer }
  beforeAll(async () => {
    made.smtp = await startSmtp()
    made.mailer = openMailer({
      smtpUrl: made.smtp.url,
      from: 'Vigie <no-reply@vigie.test>',
      provider: { name: 'Vigie', supportEmail: 'aide@vigie.test' },
    })
  })
  afterEach(() => made.smtp.reset())
  afterAll(async () => {
    made.mailer.close()
    await made.smtp.close()
  })
  return made
}
