export type { ComingSuspension } from '#app/domain/home/suspension-day.ts'
export type { PaidAnswer } from '#app/domain/home/will-i-be-paid.ts'
