import { expect, test } from 'vitest'
import { system } from '#app/domain/access/actor.ts'
import { recoverIntake } from '#app/domain/submissions/recover-intake.ts'
import { submitDocuments } from '#app/domain/submissions/submit.ts'
import { takeIn } from '#app/domain/submissions/take-in.ts'
import { rows } from '#db/client.ts'
import { makeScene, NOW } from '#tests/factories/requirement.ts'
import { formOf, pdf } from '#tests/factories/submission.ts'
import { useDatabase } from '#tests/setup/database.ts'

const database = useDatabase()

test('a submission that intake lost is queued again after an hour, once, and no longer when it is in review', async () => {
  const scene = await makeScene(database.db)
  const requirementId = await scene.request()
  const form = formOf([await pdf()])
  const answer = await submitDocuments(scene.as(scene.member), { requirementId, form })
  const submissionId = answer.outcome === 'accepted' ? answer.submissionId : ''
  await rows(database.db, `select graphile_worker.remove_job('take_in:' || cast(:submissionId as text))`, {
    submissionId,
  })
  const queued = () =>
    rows<{ key: string }>(
      database.db,
      `select key from graphile_worker.jobs where task_identifier = 'take_in'`,
    )
  const worker = system('recover')
  const after = (ms: number) => scene?.as(worker, new Date(Date.parse(NOW) + ms).toISOString()) as never

  expect(await recoverIntake(after(3_600_000))).toBe(0)
  expect(await queued()).toEqual([])
  expect(await recoverIntake(after(3_600_001))).toBe(1)
  expect(await recoverIntake(after(3_600_001))).toBe(1)
  expect(await queued()).toEqual([{ key: `take_in:${submissionId}` }])

  await takeIn(scene.as(system('take_in')), submissionId)
  expect(await recoverIntake(after(3_600_001))).toBe(0)
})
