import { clsx } from 'clsx'
import type { ReactNode } from 'react'

export interface Column<Row> {
  key: string
  header: ReactNode
  cell: (row: Row) => ReactNode
  align?: 'start' | 'end'
  /** On phones: the title of the card, without its label. One per table. */
  primary?: boolean
  /** Left out on phones. */
  wideOnly?: boolean
  className?: string
}

interface TableProps<Row> {
  /** Says what the table holds; for screen readers. */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** What stands there when there are no rows: an EmptyState. */
  empty?: ReactNode
}

// Once it is laid out as cards, Safari no longer takes it for a table: the roles say it again.
const role = (name: string) => ({ role: name })

/** A table that becomes one card per row below 768 px. Put it in a Card with `flush`. */
export function Table<Row>({ caption, columns, rows, rowKey, empty }: TableProps<Row>) {
  if (rows.length === 0 && empty) return <>{empty}</>
  return (
    <div className="relative min-w-0 md:overflow-x-auto">
      <table {...role('table')} className="block w-full text-sm md:table md:border-collapse">
        <caption className="sr-only">{caption}</caption>
        <thead {...role('rowgroup')} className="sr-only md:not-sr-only md:table-header-group">
          <tr {...role('row')} className="border-b border-line">
            {columns.map((column) => (
              <th
                key={column.key}
                {...role('columnheader')}
                scope="col"
                className={clsx(
                  'h-9 px-3 text-xs font-medium whitespace-nowrap text-ink-muted first:pl-5 last:pr-5',
                  column.align === 'end' ? 'text-right' : 'text-left',
                  column.wideOnly && 'max-md:hidden',
                )}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...role('rowgroup')} className="block divide-y divide-line md:table-row-group">
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              {...role('row')}
              className="flex flex-col gap-1.5 px-4 py-3.5 md:table-row md:hover:bg-hover"
            >
              {columns.map((column) => (
                <Cell key={column.key} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  return (
    <td
      {...role('cell')}
      className={clsx(
        'flex min-w-0 items-baseline justify-between gap-4 text-ink',
        'md:table-cell md:h-11 md:px-3 md:py-1.5 md:align-middle md:first:pl-5 md:last:pr-5',
        column.align === 'end' && 'md:text-right md:whitespace-nowrap',
        column.primary && 'order-first font-medium',
        column.wideOnly && 'max-md:hidden',
        column.className,
      )}
    >
      {!column.primary && (
        <span className="shrink-0 text-ink-muted md:hidden" aria-hidden>
          {column.header}
        </span>
      )}
      <span className={clsx('min-w-0', !column.primary && 'max-md:text-right')}>{column.cell(row)}</span>
    </td>
  )
}
