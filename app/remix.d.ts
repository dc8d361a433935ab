import '@remix-run/server-runtime'

// With single fetch, loader data reaches a page as the types it had on the server (dates stay dates).
declare module '@remix-run/server-runtime' {
  interface Future {
    v3_singleFetch: true
  }
}
