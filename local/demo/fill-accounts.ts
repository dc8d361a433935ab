import { randomUUID } from 'node:crypto'
import { system, type UserActor } from '#app/domain/access/actor.ts'
import { closeAccount } from '#app/domain/accounts/close-account.ts'
import { createAccount } from '#app/domain/accounts/create-account.ts'
import { DAY_MS, fixedClock, HOUR_MS } from '#app/domain/clock.ts'
import type { Context, TransactionContext } from '#app/domain/context.ts'
import type { AccountId, UserId } from '#app/domain/ids.ts'
import { renew } from '#app/domain/renewals/renew.ts'
import { cancelRequirement } from '#app/domain/requirements/cancel.ts'
import { requestRequirement } from '#app/domain/requirements/request.ts'
import { requestMissing } from '#app/domain/requirements/request-missing.ts'
import { waiveRequirement } from '#app/domain/requirements/waive.ts'
import { restrictManually } from '#app/domain/restrictions/restrict-manually.ts'
import { approveSubmission } from '#app/domain/reviews/approve-submission.ts'
import { rejectSubmission } from '#app/domain/reviews/reject-submission.ts'
import { submitDocuments } from '#app/domain/submissions/submit.ts'
import { takeIn } from '#app/domain/submissions/take-in.ts'
import { runSweep } from '#app/domain/sweep/run-sweep.ts'
import { Account, User } from '#db/models/access.ts'
import { DocumentType, Requirement, Submission } from '#db/models/requirements.ts'
import { type DemoAccount, demoAccounts } from '#local/demo/accounts.ts'
import { deliverMails } from '#local/demo/deliver.ts'
import { filesFor } from '#local/demo/files.ts'
import { activateAs, type Staff } from '#local/demo/fill-staff.ts'
import { type Act, RENEWING_DAYS, renewedType, storyOf } from '#local/demo/stories.ts'

/** One merchant while its past is played. */
interface Merchant {
  account: DemoAccount
  /** The end printed on its identity documents. */
  cardEnds: string
  accountId: AccountId
  member: UserActor
  /** The requirement that its story is about. */
  requirementId?: string
}

/**
 * Plays the merchants' past: each story's acts in the order of their days, a sweep every day, mails arriving as
 * they are written. Deadlines, notices, restrictions and their lifting come out as they would have in truth.
 */
export async function fillAccounts(
  tx: TransactionContext,
  today: Date,
  staff: Staff,
  passwordHash: string,
): Promise<void> {
  const acts = demoAccounts.flatMap((account, index) => {
    const cardEnds = account.story === 'renewing' ? dayAfter(today, RENEWING_DAYS) : '2033-08-14'
    const merchant = { account, cardEnds } as Merchant
    return storyOf(account.story, index).map((act) => ({ ...act, merchant }))
  })
  const firstDay = Math.max(...acts.map(({ daysAgo }) => daysAgo))
  for (let daysAgo = firstDay; daysAgo >= 0; daysAgo--) {
    const morning = new Date(today.getTime() - daysAgo * DAY_MS - (daysAgo === 0 ? HOUR_MS : 0))
    const clock = fixedClock(morning)
    for (const act of acts.filter((one) => one.daysAgo === daysAgo)) {
      await play({ ...tx, clock }, act.merchant, act.act, staff, passwordHash)
    }
    await deliverMails(tx)
    if (daysAgo < 120) {
      await renew({ ...tx, clock, actor: system('renew') })
      await runSweep({ ...tx, clock, actor: system('sweep') })
    }
    await deliverMails(tx)
  }
}

async function play(
  tx: TransactionContext,
  merchant: Merchant,
  act: Act,
  staff: Staff,
  passwordHash: string,
): Promise<void> {
  const { account } = merchant
  const officer: Context = { ...tx, actor: account.siren.endsWith('1') ? staff.officer2 : staff.officer }
  switch (act) {
    case 'join':
      await join({ ...tx, actor: staff.administrator }, merchant, passwordHash)
      return
    case 'ask_everything':
      await requestMissing(officer, { accountId: merchant.accountId })
      return
    case 'complete': {
      const open = await Requirement.query(tx.db)
        .where({ accountId: merchant.accountId })
        .whereNull('closedAt')
      for (const { id } of open) {
        await send(tx, merchant, id, { pages: false })
        await judge(officer, id, 'approve', merchant.cardEnds)
      }
      return
    }
    case 'ask_again':
      merchant.requirementId = await requestRequirement(officer, {
        accountId: merchant.accountId,
        documentType: renewedType(account.legalForm),
        subject: account.legalForm === 'sole_trader' ? (account.declared.representative ?? '') : '',
        why: 'Votre situation a changé depuis le dernier document reçu : il nous en faut un à jour.',
      })
      return
    case 'send':
      await send(tx, merchant, requirementOf(merchant), { pages: account.story.endsWith('in_review') })
      return
    case 'approve':
    case 'reject':
      await judge(officer, requirementOf(merchant), act, merchant.cardEnds)
      return
    case 'waive':
      await waiveRequirement(officer, {
        requirementId: requirementOf(merchant),
        reason: 'Le changement annoncé n’a finalement pas eu lieu.',
      })
      return
    case 'cancel':
      await cancelRequirement(officer, {
        requirementId: requirementOf(merchant),
        reason: 'Demandé par erreur au mauvais compte.',
      })
      return
    case 'restrict':
      await restrictManually(officer, {
        accountId: merchant.accountId,
        capabilities: ['payouts'],
        cause: 'manual',
        reason: 'Vérification du titulaire du compte bancaire demandée par téléphone.',
      })
      return
    case 'close':
      await closeAccount(officer, {
        accountId: merchant.accountId,
        reason: 'Cessation d’activité annoncée par le commerçant.',
      })
      return
  }
}

async function join(tx: TransactionContext, merchant: Merchant, passwordHash: string): Promise<void> {
  const { name, siren, legalForm, department, declared, member, risk } = merchant.account
  const accountId = await createAccount(tx, {
    name,
    siren,
    legalForm,
    department,
    memberName: member.name,
    email: member.email,
    locale: member.locale,
  })
  await Account.query(tx.db).findById(accountId).patch({ declared, risk })
  const user = await User.query(tx.db).findOne({ email: member.email }).throwIfNotFound()
  await activateAs(tx, user.id, passwordHash)
  merchant.accountId = accountId
  merchant.member = { kind: 'user', userId: user.id as UserId, role: 'member', accountId }
}

/**
 * The member sends real files, and intake takes them in. Page images only of what still waits for an officer: those
 * of all two hundred would make the first start wait for minutes.
 */
async function send(
  tx: TransactionContext,
  merchant: Merchant,
  requirementId: string,
  { pages }: { pages: boolean },
): Promise<void> {
  const { documentType } = await Requirement.query(tx.db).findById(requirementId).throwIfNotFound()
  const { nameFr } = await DocumentType.query(tx.db).findById(documentType).throwIfNotFound()
  const files = await filesFor(documentType, nameFr, merchant.account, tx.clock.now())
  const answer = await submitDocuments(
    { ...tx, actor: merchant.member },
    {
      requirementId,
      form: (async function* () {
        yield { kind: 'field' as const, name: 'submit_key', value: randomUUID() }
        for (const { name, mediaType, side, bytes } of files) {
          const body = (async function* () {
            yield bytes
          })()
          yield { kind: 'file' as const, field: side, file: { name, declaredType: mediaType, body } }
        }
      })(),
    },
  )
  if (answer.outcome !== 'accepted')
    throw new Error(`a demonstration file was refused: ${JSON.stringify(answer)}`)
  await takeIn({ ...tx, actor: system('intake') }, answer.submissionId, { pages })
}

const dayAfter = (instant: Date, days: number) =>
  new Date(instant.getTime() + days * DAY_MS).toISOString().slice(0, 10)

async function judge(
  officer: Context,
  requirementId: string,
  decision: 'approve' | 'reject',
  expiresOn: string,
): Promise<void> {
  const submission = await Submission.query(officer.db)
    .findOne({ requirementId, status: 'in_review' })
    .throwIfNotFound()
  const { id: submissionId, version } = submission
  if (decision === 'reject') {
    await rejectSubmission(officer, { submissionId, version, reasonCodes: ['not_readable'], note: '' })
    return
  }
  const { documentType } = await Requirement.query(officer.db).findById(requirementId).throwIfNotFound()
  const { validity } = await DocumentType.query(officer.db).findById(documentType).throwIfNotFound()
  await approveSubmission(officer, {
    submissionId,
    version,
    ...(validity.rule === 'max_age_months' ? { issuedOn: dayAfter(officer.clock.now(), -12) } : {}),
    ...(validity.rule === 'printed_expiry' ? { expiresOn } : {}),
  })
}

function requirementOf({ requirementId, account }: Merchant): string {
  if (!requirementId) throw new Error(`the story of ${account.name} sends before it is asked`)
  return requirementId
}
