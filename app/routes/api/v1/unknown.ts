import { keylessRoute } from '#app/http/api.server.ts'
import { ApiRefusal } from '#app/http/api-problem.server.ts'

/** Whatever else is asked below /api/v1, refused in the API's own words. */
const route = keylessRoute(() => {
  throw new ApiRefusal('noSuchPath')
})

export const loader = route
export const action = route
