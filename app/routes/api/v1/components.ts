import { pageComponents } from '#app/domain/components/page-components.ts'
import { apiRoute, endpoint } from '#app/http/api.server.ts'
import { componentObject, toComponent } from '#app/routes/api/v1/component-objects.ts'
import { listOf, toList } from '#app/routes/api/v1/objects.ts'
import { cursorOf, listQuery } from '#app/routes/api/v1/schemas.ts'

const route = apiRoute({
  GET: endpoint({
    operationId: 'listComponents',
    summary: 'List components, the newest first',
    permission: 'component:read',
    query: listQuery,
    answer: listOf('ComponentList', componentObject),
    handle: async ({ ctx, query, livemode }) =>
      toList(await pageComponents(ctx, cursorOf(query)), toComponent(livemode)),
  }),
})

export const loader = route
export const action = route
