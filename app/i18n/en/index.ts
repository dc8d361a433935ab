import { access } from './access.ts'
import { accounts } from './accounts.ts'
import { admin } from './admin.ts'
import { api } from './api.ts'
import { common } from './common.ts'
import { desk } from './desk.ts'
import { errors } from './errors.ts'
import { files } from './files.ts'
import { incidents } from './incidents.ts'
import { mail } from './mail.ts'
import { maintenance } from './maintenance.ts'
import { policy } from './policy.ts'
import { probes } from './probes.ts'
import { reasons } from './reasons.ts'
import { requests } from './requests.ts'
import { requirements } from './requirements.ts'
import { review } from './review.ts'
import { status } from './status.ts'
import { subscribers } from './subscribers.ts'
import { tasks } from './tasks.ts'
import { upcoming } from './upcoming.ts'
import { webhooks } from './webhooks.ts'

export const en = {
  common,
  access,
  accounts,
  admin,
  api,
  desk,
  errors,
  files,
  incidents,
  mail,
  maintenance,
  policy,
  probes,
  reasons,
  requests,
  requirements,
  review,
  status,
  subscribers,
  tasks,
  upcoming,
  webhooks,
}
