export type { LedgerLine } from '#app/domain/deadlines/ledger-line.ts'
