import { createStaff } from '#app/domain/access/create-staff.ts'
import { createStaffSchema } from '#app/domain/access/schemas.ts'
import { type Command, UsageError } from '#jobs/cli/command.ts'

const EXPECTED: Record<string, string> = {
  email: 'an address, such as you@example.com',
  name: 'a name of at most 200 characters',
  role: 'officer, publisher or administrator',
  locale: 'fr or en',
}

export const userCreate: Command = {
  name: 'user create',
  summary: 'add somebody to the staff and mail them the link to choose a password',
  usage: '--email ADDRESS --name NAME --role ROLE [--locale fr|en]',
  details: [
    '--email     where the link goes, and the name to sign in with',
    '--name      how the others see this person',
    '--role      officer, publisher or administrator',
    '--locale    fr (default) or en',
  ],
  options: {
    email: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string' },
    locale: { type: 'string', default: 'fr' },
  },
  prepare({ values }) {
    const parsed = createStaffSchema.safeParse({ ...values })
    if (!parsed.success) {
      const field = String(parsed.error.issues[0]?.path[0])
      throw new UsageError(`--${field}: expected ${EXPECTED[field]}`)
    }
    return async (ctx, print) => {
      const id = await createStaff(ctx, parsed.data)
      print(`created ${parsed.data.role} ${parsed.data.email} (${id}); the activation link is on its way`)
      return 0
    }
  },
}
