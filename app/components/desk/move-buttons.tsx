import { Form } from '@remix-run/react'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { Button } from '#app/components/ui/button.tsx'
import type { Direction } from '#app/domain/components/schemas.ts'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface Moved {
  field: 'componentId' | 'groupId'
  what: { id: string; name: string | null }
}

/** Move a component or a group one place up or down; `isLast` also where what follows cannot change places. */
export function MoveButtons({ isFirst, isLast, ...moved }: Moved & { isFirst: boolean; isLast: boolean }) {
  return (
    <>
      <Move {...moved} direction="up" disabled={isFirst} />
      <Move {...moved} direction="down" disabled={isLast} />
    </>
  )
}

interface MoveProps extends Moved {
  direction: Direction
  disabled: boolean
}

function Move({ field, what, direction, disabled }: MoveProps) {
  const t = useTranslate()
  const Icon = direction === 'up' ? ArrowUp : ArrowDown
  return (
    <Form method="post" preventScrollReset>
      <input type="hidden" name={field} value={what.id} />
      <Button
        type="submit"
        name="direction"
        value={direction}
        variant="quiet"
        size="small"
        disabled={disabled}
        className="max-md:min-w-11"
        aria-label={t(`desk:component.${direction}`, { name: what.name })}
      >
        <Icon className="size-4" aria-hidden />
      </Button>
    </Form>
  )
}
