import { vitePlugin as remix } from '@remix-run/dev'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'
import { denyImports } from 'vite-env-only'
import remixConfig from './remix.config.js'

/** What may never reach a browser. A component that imports one of these breaks the client build. */
const serverOnly = {
  specifiers: [
    /^knex/,
    /^objection/,
    /^pg(\/|$)/,
    /^@aws-sdk\//,
    /^nodemailer/,
    /^node:/,
    /^graphile-worker/,
    /^@node-rs\//,
  ],
  files: ['db/**', 'jobs/**', 'storage/**', 'local/**', 'app/config/**', 'app/mail/**'],
}

export default defineConfig({
  plugins: [denyImports({ client: serverOnly }), tailwindcss(), remix(remixConfig)],
  build: { target: 'es2022' },
})
