import type { mail as french } from '../fr/mail.ts'
import type { Shape } from '../shape.ts'

export const mail = {
  greeting: 'Hello {{name}},',
  linkFallback: 'If the button does not work, copy this address into your browser:',
  footer: 'Sent by {{provider}}. A question? Write to us:',
  capability: { payments: 'payments', payouts: 'payouts' },
  activation: {
    subject: 'Activate your {{provider}} access',
    preview: 'Choose your password. This link works for {{hours}} hours.',
    forAccount:
      'Access to the {{provider}} space of {{account}} was created for you. All that is left is to choose your password.',
    forStaff: 'Access to {{provider}} was created for you. All that is left is to choose your password.',
    button: 'Choose my password',
    expires:
      'This link works for {{hours}} hours and only once. After that, ask for another one on the sign-in page.',
  },
  passwordReset: {
    subject: 'Choose a new {{provider}} password',
    preview: 'A link, valid for {{hours}} h, to choose a new password.',
    text: 'You asked to change your password. Click below to choose a new one.',
    button: 'Choose a new password',
    expires:
      'This link works for {{hours}} h and only once. If you did not ask for it, ignore this message: your password stays as it is.',
  },
  requirementsDue: {
    subject: {
      requested_one: '{{account}}: one document to send us',
      requested_other: '{{account}}: {{count}} documents to send us',
      requested_many: '{{account}}: {{count}} documents to send us',
      reminder_one: 'Reminder: one document due for {{account}}',
      reminder_other: 'Reminder: {{count}} documents due for {{account}}',
      reminder_many: 'Reminder: {{count}} documents due for {{account}}',
    },
    intro: {
      requested_one: '{{provider}} needs a document for {{account}}. It takes two minutes, even on a phone.',
      requested_other:
        '{{provider}} needs {{count}} documents for {{account}}. It takes a few minutes, even on a phone.',
      requested_many:
        '{{provider}} needs {{count}} documents for {{account}}. It takes a few minutes, even on a phone.',
      reminder_one: 'We are still missing a document for {{account}}.',
      reminder_other: 'We are still missing {{count}} documents for {{account}}.',
      reminder_many: 'We are still missing {{count}} documents for {{account}}.',
    },
    deadline: 'To be sent by {{date}}',
    overdue: 'The deadline of {{date}} has passed: send it now',
    noDeadline: 'No deadline yet',
    later: 'The clock starts on {{from}} and ends on {{until}}. You can already send it.',
    legalGround: 'Legal ground: {{ground}}',
    otherwise:
      'Without an answer after the deadline, your payouts and your payments may be suspended. A suspension for being overdue is lifted as soon as everything that was missing is accepted.',
    button_one: 'Send the document',
    button_other: 'Send my documents',
  },
  submissionApproved: {
    subject: 'Document accepted: {{document}}',
    preview: 'There is nothing left to do for this document.',
    text: 'Your document “{{document}}” for {{account}} is accepted. Thank you: there is nothing left to do for this one.',
    button: 'Open my space',
  },
  submissionRejected: {
    subject: 'To send again: {{document}}',
    text: 'We could not accept your document “{{document}}” for {{account}}. Here is why, and what to do:',
    note: 'A note from our team: {{note}}',
    deadline: 'You have until {{date}} to send it again.',
    button: 'Send the document again',
  },
  accountRestricted: {
    subject: {
      restricted: '{{account}}: your payouts are suspended',
      suspended: '{{account}}: your account is suspended',
    },
    preview: 'Suspended for now: {{capabilities}}.',
    text: 'We had to suspend {{capabilities}} for {{account}}, as a deadline has passed.',
    missing: 'We still need:',
    otherwise:
      'Without these documents we will have to suspend {{capability}} as well after {{date}}. A document that is being checked protects you from that.',
    next: 'Your money is not lost. The suspension for being overdue is lifted as soon as everything that was missing is accepted, with nothing else to do.',
    button: 'Send the missing documents',
  },
  accountReinstated: {
    subject: '{{account}}: {{capabilities}} resume',
    preview: 'Active again: {{capabilities}}.',
    text: 'For {{account}}, {{capabilities}} are active again as of now, with nothing else to do for it.',
    next: 'If a document is still to be provided, your space says so.',
    button: 'Open my space',
  },
  accountClosed: {
    subject: '{{account}}: your account is closed',
    preview: 'We no longer ask you for any document.',
    text: 'The account {{account}} has been closed since {{date}}. Payments and payouts have stopped, and we no longer ask you for any document.',
    next: 'Your documents and your history remain available in your space.',
    button: 'Open my space',
  },
  accountReopened: {
    subject: '{{account}}: your account is open again',
    preview: 'Your space says where you stand.',
    text: 'The account {{account}} has been open again since {{date}}.',
    next: 'Your space says whether your payments and payouts work, and whether documents are missing.',
    button: 'Open my space',
  },
  subscriptionConfirm: {
    subject: 'Confirm your subscription to {{provider}} service status',
    preview: 'One click to hear of incidents and maintenance.',
    title: 'Confirm your subscription',
    text: 'You asked to hear of incidents and maintenance at {{provider}}. Open the page below and press the button to confirm.',
    button: 'Open the confirmation page',
    expires:
      'This link works for {{days}} days. If you asked for nothing, ignore this message: nothing else will come.',
  },
  subscriptionKnown: {
    subject: 'Your subscription to {{provider}} service status',
    preview: 'You are already subscribed: nothing changes.',
    title: 'You are already subscribed',
    text: 'Somebody, probably you, asked to subscribe this address to {{provider}} service status. It already is, and nothing changes. You can change or stop your subscription here:',
    button: 'Manage my subscription',
  },
  incidentUpdate: {
    window: 'Planned: {{window}}',
    affected: 'Affected services',
    component: '{{component}}: {{status}}',
    button: 'Follow on the status page',
    why: 'You receive this because you subscribed to the status of our services.',
    leave: 'Change or stop my subscription',
  },
} satisfies Shape<typeof french>
