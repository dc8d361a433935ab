import { ProbeStatePill, type ProbeView } from '#app/components/probes/probe-state.tsx'
import { ProbeStrip } from '#app/components/probes/probe-strip.tsx'
import { Table } from '#app/components/ui/table.tsx'
import { TextLink } from '#app/components/ui/text-link.tsx'
import { Time } from '#app/components/ui/time.tsx'
import { useTranslate } from '#app/i18n/use-translate.ts'

const PLACES = 30

/** Every probe with how it is and its last checks. */
export function ProbeTable({ probes }: { probes: readonly ProbeView[] }) {
  const t = useTranslate()
  return (
    <Table
      caption={t('probes:title')}
      rows={probes}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'name',
          header: t('probes:name'),
          primary: true,
          cell: ({ id, name }) => (
            <TextLink to={`/desk/probes/${id}`}>
              <bdi>{name}</bdi>
            </TextLink>
          ),
        },
        { key: 'state', header: t('probes:state'), cell: (probe) => <ProbeStatePill probe={probe} /> },
        {
          key: 'component',
          header: t('probes:component'),
          cell: ({ component }) => <bdi>{component}</bdi>,
        },
        {
          key: 'checks',
          header: t('probes:checks'),
          cell: ({ results }) => <ProbeStrip results={results} places={PLACES} className="h-5 w-36" />,
        },
        {
          key: 'last',
          header: t('probes:lastCheck'),
          align: 'end',
          cell: ({ checkedAt }) => (checkedAt ? <Time at={checkedAt} withZone={false} /> : t('probes:never')),
        },
      ]}
    />
  )
}
