import { Form, Link } from '@remix-run/react'
import { Search } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, buttonClass } from '#app/components/ui/button.tsx'
import { Input } from '#app/components/ui/input.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

interface SearchBarProps {
  search: string
  /** What can be searched for. */
  label: string
  clear: string
  /** Where the cleared list is, when something narrows it. */
  clearTo?: string
  /** More filters. */
  children?: ReactNode
}

/** Narrows a list through its address, so that the back key and a link keep what was found. */
export function SearchBar({ search, label, clear, clearTo = '?', children }: SearchBarProps) {
  const t = useTranslate()
  return (
    <Form method="get" className="flex flex-wrap items-center gap-2" role="search" key={search}>
      <div className="relative min-w-0 flex-1 basis-64 md:max-w-sm">
        <Search
          className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-subtle"
          aria-hidden
        />
        <Input
          type="search"
          name="search"
          aria-label={label}
          placeholder={label}
          defaultValue={search}
          maxLength={200}
          className="pl-9"
        />
      </div>
      {children}
      <Button type="submit">{t('search')}</Button>
      {(search || clearTo !== '?') && (
        <Link to={clearTo} className={buttonClass('quiet')}>
          {clear}
        </Link>
      )}
    </Form>
  )
}
