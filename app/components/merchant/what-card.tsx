import type { RequirementPageProps } from '#app/components/merchant/requirement-page.tsx'
import { Card } from '#app/components/ui/card.tsx'
import { DataList } from '#app/components/ui/data-list.tsx'
import { formatList, formatTime } from '#app/i18n/format.ts'
import { useLocale, useTranslate } from '#app/i18n/use-translate.ts'

interface WhatCardProps
  extends Pick<RequirementPageProps, 'description' | 'legalGround' | 'suspensions' | 'withheld'> {
  ended: boolean
}

/** What is asked, why, and what comes of not sending it. */
export function WhatCard({ description, legalGround, suspensions, withheld, ended }: WhatCardProps) {
  const t = useTranslate()
  const locale = useLocale()
  const coming = suspensions.map(({ capability, sendBy }) =>
    t(`requirements:page.suspends.${capability}`, { date: formatTime(locale, sendBy, 'long-date') }),
  )
  const suspended = {
    label: t('requirements:page.suspended'),
    value: t('requirements:page.suspendedText', {
      what: formatList(
        locale,
        withheld.map((capability) => t(`requirements:page.suspendedWhat.${capability}`)),
      ),
    }),
  }
  const otherwise = {
    label: t('requirements:page.otherwise'),
    value:
      coming.length > 0
        ? t('requirements:page.otherwiseLate', { what: formatList(locale, coming) })
        : t('requirements:page.otherwiseText'),
  }
  return (
    <Card title={t(ended ? 'requirements:page.whatTitleEnded' : 'requirements:page.whatTitle')}>
      <DataList
        items={[
          {
            label: t('requirements:page.what'),
            value: `${description} ${t('requirements:page.whole')}`,
          },
          {
            label: t('requirements:page.why'),
            value: t('requirements:page.whyText', { ground: legalGround }),
          },
          ...(withheld.length > 0 ? [suspended] : []),
          // Nothing more follows where everything is suspended that would be.
          ...(ended || (withheld.length > 0 && coming.length === 0) ? [] : [otherwise]),
        ]}
      />
    </Card>
  )
}
