import { parisDay } from '#app/domain/calendar/paris.ts'
import type { Settings } from '#app/domain/context.ts'
import { clockToCome } from '#app/domain/deadlines/clock-to-come.ts'
import type { MailOrder, Recipient } from '#app/domain/mails/queue-mail.ts'
import type { NextWithheld } from '#app/domain/notices/next-withheld.ts'
import { textIn } from '#app/i18n/bilingual.ts'
import type { Locale } from '#app/i18n/locales.ts'
import { translator } from '#app/i18n/translate.ts'
import { whyAgainText } from '#app/i18n/why-again.ts'
import type { MailTemplate } from '#app/mail/types.ts'
import type { WhyAgain } from '#db/models/requirements.ts'
import type { Capability, Notice } from '#db/models/restrictions.ts'

/** A requirement as a notice speaks of it. */
export interface NoticeItem {
  requirementId: string
  accountId: string
  subject: string
  message: string
  deadlineAt: Date | null
  why: WhyAgain | null
  clockFrom: string | null
  clockDays: number | null
  department: string
  /** No notice spoke of it before. */
  isNew: boolean
  nameFr: string
  nameEn: string
  legalGroundFr: string
  legalGroundEn: string
}

export interface NoticeAccount {
  id: string
  name: string
}

/** What a member is written: the whole notice in one mail, in the member's language, with one button. */
export function noticeMail(
  notice: {
    kind: Notice['kind']
    account: NoticeAccount
    items: NoticeItem[]
    capabilities: Capability[]
    /** For `restricted`. */
    next: NextWithheld | null
    /** The day in Europe/Paris, `YYYY-MM-DD`. */
    today: string
  },
  member: Recipient,
  settings: Settings,
): MailOrder<MailTemplate> {
  const { account, capabilities } = notice
  const links = notice.items.map((item) => ({
    item,
    title: title(item, member.locale),
    url: requirementUrl(settings, item.requirementId),
    legalGround: textIn(member.locale, item, 'legalGround'),
    deadline: item.deadlineAt?.toISOString() ?? null,
    overdue: item.deadlineAt !== null && parisDay(item.deadlineAt).toString() < notice.today,
  }))
  const [first, second] = links
  const common = {
    name: member.name,
    accountName: account.name,
    url: first && !second ? first.url : `${settings.publicUrl}/`,
  }
  const order = { to: member, accountId: account.id }
  switch (notice.kind) {
    case 'requested':
    case 'reminder':
      return {
        ...order,
        template: 'requirements_due',
        data: {
          ...common,
          reason: notice.items.some(({ isNew }) => isNew) ? 'requested' : notice.kind,
          items: links.map(({ item, ...link }) => ({
            ...link,
            why: whyAgainText(translator(member.locale), member.locale, item.why, notice.today),
            message: item.message || null,
            later: clockToCome(item, item.department),
          })),
        },
      }
    case 'restricted':
      return {
        ...order,
        template: 'account_restricted',
        data: {
          ...common,
          capabilities,
          items: links.map(({ item, ...link }) => link),
          next: notice.next,
        },
      }
    case 'reinstated':
      return {
        ...order,
        template: 'account_reinstated',
        data: { ...common, capabilities, url: `${settings.publicUrl}/` },
      }
  }
}

/** Where a member answers a requirement. */
const requirementUrl = (settings: Settings, requirementId: string): string =>
  `${settings.publicUrl}/requirements/${requirementId}`

function title(item: NoticeItem, locale: Locale): string {
  const name = textIn(locale, item, 'name')
  return item.subject ? `${name} – ${item.subject}` : name
}
