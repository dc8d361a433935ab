import type { errors as french } from '../fr/errors.ts'
import type { Shape } from '../shape.ts'

export const errors = {
  page: {
    400: {
      title: 'This request is incomplete',
      text: 'We could not read it. Go back, reload the page and try again.',
    },
    401: {
      title: 'Sign in to continue',
      text: 'Your session has ended. Sign in again and you will come back here.',
    },
    403: {
      title: 'You do not have access to this page',
      text: 'Your access does not allow this. If you think it should, write to us.',
    },
    404: { title: 'This page cannot be found', text: 'The link may be old, or the address mistyped.' },
    405: { title: 'This cannot be done here', text: 'Go back and use the buttons on the page.' },
    409: {
      title: 'Somebody was faster',
      text: 'The item changed while you were looking at it; nothing was saved. Reload to see where it stands.',
    },
    412: {
      title: 'This is no longer possible',
      text: 'The state of this item no longer allows it. Reload to see where it stands.',
    },
    413: {
      title: 'This is too large',
      text: 'Nothing was saved. Send smaller or fewer files and try again.',
    },
    415: { title: 'This format is not accepted', text: 'Nothing was saved. Use the form on the page.' },
    422: {
      title: 'Something is not valid',
      text: 'Nothing was saved. Go back, check what you entered and try again.',
    },
    429: { title: 'Too many requests in a row', text: 'Wait a few minutes, then try again.' },
    500: {
      title: 'Something went wrong on our side',
      text: 'Your request did not go through and we have been told. Try again in a moment.',
    },
    503: {
      title: 'The service is unavailable for a moment',
      text: 'We are working to bring it back. Your data is safe; try again in a few minutes.',
    },
    reference: 'Reference for support',
    goHome: 'Go to the home page',
    reload: 'Reload the page',
    seeStatus: 'See the service status',
    retryAfter_one: 'Try again in one minute.',
    retryAfter_other: 'Try again in {{count}} minutes.',
  },
  field: {
    singleLine: 'Write on one line, without invisible characters.',
    required: 'Fill in this field.',
    invalid: 'This value is not valid.',
    tooShort: 'Write at least {{minimum}} characters.',
    tooLong: 'Use at most {{maximum}} characters.',
    tooSmall: 'The smallest value is {{minimum}}.',
    tooBig: 'The largest value is {{maximum}}.',
    tooFew: 'Choose at least {{minimum}}.',
    tooMany: 'Choose at most {{maximum}}.',
    email: 'Enter a complete email address, such as name@example.com.',
    url: 'Enter a complete web address that begins with https://.',
    date: 'Enter a valid date.',
    number: 'Enter a number.',
    choice: 'Choose one of the options.',
    legalForm: 'Say sole trader, company or association.',
    unknownField: 'This form contains a field that we did not expect. Reload the page and try again.',
  },
  choice: 'Choose one of the options.',
  requirement: {
    alreadyOpen:
      'This document is already requested from this account. Change that request instead of adding one.',
    accountClosed: 'This account is closed: no document can be requested from it any more.',
    unknownType: 'There is no such type of document. Choose one from the list.',
    allAsked: 'Every document of the file is already requested from this account.',
    typeRetired: 'This type of document is no longer requested. Choose another one from the list.',
    lastStillServes:
      'An accepted document of this type is still valid. Tell the merchant why it no longer serves.',
    deadlineInPast: 'This date has passed. Choose today or a later date.',
    nothingToReinstate:
      'Nothing can be reinstated: a document of this account is still overdue, an answer waits for your review, or nothing is withheld for documents. Extend without reinstating.',
    reinstateLater:
      'You can still give {{days}} days. Beyond that a second officer must confirm: extend without reinstating, then reinstate on this page.',
    deadlineTooFar: 'This deadline is more than {{years}} years ahead. Choose an earlier date.',
    alreadyClosed: 'This request has already ended; nothing was saved.',
    noDeadline: 'This request has no deadline: there is nothing to extend.',
    extensionTooLong: 'You can still give {{maximum}} days at most. More needs a second officer.',
  },
  account: {
    closed: 'This account is closed: nothing about it can change any more.',
    alreadyClosed: 'This account is closed already; nothing was saved. Reload the page to see it as it is.',
    notClosed: 'This account is not closed; nothing was saved. Reload the page to see it as it is.',
  },
  policy: {
    codeForm: 'Use lower-case letters and underscores, for example tax_certificate.',
    codeTaken: 'This code exists already. Choose another one.',
    ladderNotLater: 'This step must come after the one before: enter at least 1.',
    ladderNotMore:
      'This step withholds no more than the one before. Leave it empty, or withhold less in the first.',
    withheldTwice: 'The same capability is named twice.',
    reminderList: 'Enter numbers of days separated by commas, for example 14, 7, 3, 1, 0.',
    reminderTwice: 'A reminder is given twice.',
    reminderTooEarly:
      'A reminder would leave before the request, or on the same day. Use at most {{maximum}} days before the deadline.',
    startBeforeAsking: 'The clock cannot start before the document is asked for.',
    highRiskLessOften: 'High risk cannot be reviewed less often than other accounts.',
    setEmpty: 'Choose at least one document for this legal form.',
    setTwice: 'A document is named twice. Reload the page and start again.',
    setUnknownType: 'A document type does not exist in this draft. Reload the page and start again.',
    setRetiredType:
      'This type is still required of a legal form. Take it off the required documents first, then retire it.',
    typeWasInForce: 'This type was in force: documents may depend on it. Retire it instead of removing it.',
    notDraft: 'This version is no longer a draft: it cannot change. Nothing was saved.',
    discarded: 'This draft was discarded; nothing was saved.',
    draftChanged:
      'Somebody changed this draft meanwhile; nothing was saved. Reload the page to see where it stands.',
    baseSuperseded:
      'Another version was switched on meanwhile; nothing changed. Discard this draft and begin again from the current version.',
    nothingChanged: 'This draft says the same as the version in force: there is nothing to change.',
  },
  requests: {
    chooseType: 'Tick at least one document.',
    oneDeadline: 'Give a number of days or a date, not both.',
    rangeReversed: 'This date is before the start of the period.',
    notPrepared: 'This request waits for no file: it is confirmed, cancelled, or chosen by criteria.',
    noFile: 'Send the whole file of SIRENs first.',
    alreadyConfirmed: 'This request is already confirmed or cancelled; nothing was done twice.',
    changed_one:
      'The choice has changed since the preview: it now concerns {{count}} account. Read it again, then confirm. Nobody was asked.',
    changed_other:
      'The choice has changed since the preview: it now concerns {{count}} accounts. Read it again, then confirm. Nobody was asked.',
    nobody: 'Nobody would be asked: there is nothing to confirm.',
    typeNumber: 'Type the number of accounts asked, {{count}}, to confirm. Nobody was asked.',
    ended: 'This request has already ended; nothing has changed.',
    nothingFailed: 'No account failed, or they are being tried again already.',
  },
  sirens: {
    notUtf8: 'This file is not in UTF-8. Save it as “CSV UTF-8”, then send it again.',
    noHeading: 'This file has no “siren” column. Name it on the first line, then send it again.',
    repeatedColumns: 'The “siren” column is there more than once. Keep one.',
    noRows: 'This file has no row below its heading.',
    tooManyRows: 'This file has more than 100,000 rows. Cut it up, and make one request for each part.',
    tooLarge: 'This file is larger than 10 MB. Keep the “siren” column alone, or cut it up.',
    overtaken: 'Another file was sent for this request meanwhile: that one counts.',
    unknown: 'No account has this SIREN.',
    repeated: 'This SIREN is on line {{line}} already.',
  },
  examination: {
    day: 'The next examination must be on a future day, within {{maximum}} days.',
    changed:
      'This restriction has been lifted or its examination moved meanwhile; nothing was saved. Reload to see where it stands.',
  },
  restriction: {
    alreadyWithheld: 'These capabilities are withheld for this cause already; nothing was saved.',
    alreadyLifted:
      'This restriction has been lifted meanwhile; nothing was saved. Reload to see where the account stands.',
  },
  batch: {
    grown:
      'The list has changed meanwhile: there are {{count}} accounts on it. Nothing was released; read it again, then decide.',
    otherNumber: 'This is not the number of accounts on the list ({{count}}). Nothing was released.',
    alreadyClosed: 'This batch has been released or dismissed, or has passed, meanwhile; nothing was saved.',
    otherPolicy:
      'The rules have changed since: this batch is counted again by the next run. Nothing was released.',
    policyAuthor: 'You wrote the rules in force: another officer must release this batch.',
    askedByYou:
      'You asked for the documents of more than half of these accounts: another officer must release this batch.',
  },
  extension: {
    alreadyAsked: 'An extension of this deadline is waiting for a second officer already; nothing was saved.',
    alreadyDecided: 'This extension has been decided or withdrawn meanwhile; nothing was saved.',
    secondOfficer: 'You asked for this extension: another officer must confirm or refuse it.',
    notYours: 'Only the officer who asked for it can withdraw it. You can refuse it.',
  },
  task: {
    alreadyClosed: 'This task is closed already; nothing was saved. Reload to see where it stands.',
    memberDisabled: 'This access is disabled: nothing is written to this person any more. Nothing changed.',
    sameAddress: 'This is the address we already have; nothing changed. Enter the one that works.',
  },
  upload: {
    notOpen: 'This document is no longer needed: the request has ended. No file was saved.',
    accountClosed:
      'Your account is closed: this document is no longer needed and was not saved. What you sent before is kept. For any question, write to {{email}}.',
    tooOften:
      'You have sent files too many times within an hour. Nothing was saved; try again in {{count}} minutes.',
    noFile: 'No file was attached. Choose at least one file, then send.',
    tooManyFiles:
      'You can send {{maximum}} files at most at a time. Put the pages into one PDF and try again.',
    totalTooLarge:
      'This is more than {{maximum}} MB in all. Nothing was saved; make the files smaller and try again.',
    sidesMissing: 'The front or the back is missing. Attach both, or the whole document as one file.',
    interrupted: 'The upload was interrupted. Nothing was saved; send again.',
    brokenText: 'A file name holds characters that cannot be read. Rename it and try again.',
    badForm: 'This form is incomplete. Reload the page and try again.',
    refused: 'Nothing was saved: see below what to change.',
  },
  probe: {
    credentialsInUrl: 'The address must hold neither a user name nor a password.',
    forbiddenAddress:
      'This address belongs to the machine itself (link-local, cloud metadata): no probe may go there.',
    rangeReversed: 'The end of the range is before its beginning.',
    textNeedsGet: 'An answer to HEAD has no text: choose GET, or leave this field empty.',
    proposalPublished: 'An incident has been published for this proposal already.',
    proposalClosed: 'This proposal is closed already: nothing was saved.',
  },
  eventCursor: 'This event does not exist.',
  webhook: {
    credentialsInUrl: 'The address must hold neither a user name nor a password.',
    fragmentInUrl: 'The address must not hold a "#": what follows it is never sent.',
    noEvents: 'Choose at least one event.',
    forbiddenAddress:
      'This address is not on the public internet (private network, this machine or a reserved range): no webhook may go there.',
    insecure: 'The address must begin with https://: a webhook never travels in clear.',
    tooMany: 'There are {{max}} endpoints already. Delete one before you add another.',
    waitsAlready: 'This message is waiting to be sent already.',
    nothingFailed: 'No message has failed: there is nothing to send again.',
    stopped: 'This endpoint is stopped. Switch it on, then send again.',
  },
  publish: {
    textMissing: 'Write what is going on, in French or in English.',
    postmortemEmpty:
      'The postmortem holds nothing but its headings. Write below at least one of them, in French or in English.',
    nameMissing: 'Give it a name, or choose at least one component: the name will be made from it.',
    incidentOver: 'This incident is resolved: reopen it if it goes on, else it only takes a postmortem.',
    notToReopen: 'Only a resolved incident that has no postmortem yet can be reopened.',
    statusNotNext: 'This state cannot follow the current one. Reload the page to see where things stand.',
    incidentChanged:
      'This incident changed meanwhile: nothing was saved. What you typed is still here; read the updates, then try again.',
    incidentChangedBy:
      '{{name}} changed this incident meanwhile: nothing was saved. What you typed is still here; read the updates, then try again.',
    displayAtInFuture: 'This time has not come yet. Enter a past time or leave the field empty.',
    displayAtBeforeLast: 'This time is before the last update. Enter a later one.',
    displayAtOutOfOrder: 'This time must stay between those of the updates before and after.',
    endsBeforeStart: 'The end must be after the beginning.',
    endInFuture:
      'This incident is not over at that time. Enter an end that has passed, or publish it as an incident that goes on.',
    componentTwice: 'A component is named twice. Reload the page and try again.',
    unknownComponent: 'A component no longer exists. Reload the page and try again.',
    unknownGroup: 'This group no longer exists. Reload the page and choose another.',
    windowEndsBeforeStart: 'The end must be after the beginning.',
    windowTooLong: 'Maintenance can last at most {{days}} days: check the dates.',
    windowInPast: 'This maintenance would already be over. Choose an end in the future.',
    badTime: 'This date or time does not exist. Correct it.',
  },
  maintenance: {
    notPlanned: 'This maintenance has begun or is over: it can no longer be cancelled. Nothing has changed.',
    endMissing: 'Say when the repetition ends: a last day, or a number of occurrences.',
    tooFar: 'This series would go beyond two years. Choose a nearer end: you can plan another one then.',
    tooMany:
      'This series would have more than {{maximum}} occurrences. Space them out, or choose a nearer end.',
    noOccurrence: 'This repetition falls on no date. Check the beginning, the days and the end.',
    occurrencesOverlap:
      'A date would begin before the one before it ends. Shorten the maintenance, or space the dates out.',
    seriesChanged:
      'Somebody changed this series meanwhile; nothing was saved. Reload the page to see where it stands.',
    seriesStopped: 'This series is stopped: it can no longer change. Plan a new one.',
  },
  unexpected: 'That did not go through. Try again; if it keeps failing, write to us.',
  notFound: 'This does not exist, or can no longer be reached.',
  forbidden: 'Your access does not allow this.',
  conflict: 'Somebody changed this before you; nothing was saved. Reload to see where it stands.',
  invalid: 'Something is not valid. Check what you entered.',
  preconditionFailed: 'The state of this item no longer allows it.',
  limitExceeded: 'Too many requests in a short time. Wait a few minutes, then try again.',
  brokenForm: 'This form arrived incomplete; nothing was saved. Reload the page and try again.',
  brokenText: 'This text contains unreadable characters; nothing was saved. Correct it and try again.',
  tooLarge: 'This is larger than allowed; nothing was saved. Make it smaller and try again.',
  unsupportedMediaType: 'This way of sending is not accepted; nothing was saved. Use the form on the page.',
  crossOrigin: 'This request does not come from our site. Open the page on our site and try again.',
  apiKeyWithoutScope: 'Choose at least one scope.',
  apiKeyRevoked: 'This key has been revoked already.',
  idempotencyKeyReused: 'This idempotency key was used for another request.',
  tooManyRequests: 'Too many requests in a short time. Try again in {{retryAfterSeconds}} s.',
  cursor: 'This page of the list no longer exists. Go back to its beginning.',
  review: {
    alreadyDecided: {
      approved: '{{name}} has already approved this document; your decision was not saved.',
      rejected: '{{name}} has already rejected this document; your decision was not saved.',
    },
    superseded: 'The merchant has just sent another version; your decision was not saved.',
    changed: 'This submission changed after you opened it. Reload the page, then decide.',
    notReady: 'The files of this submission are still being checked. Try again in a moment.',
    requirementClosed: 'This request was closed in the meantime: there is nothing left to decide.',
    accountClosed:
      'This account was closed in the meantime, and its requests with it: there is nothing left to decide.',
    reasonRequired: 'Choose at least one reason.',
    noDates: 'This type of document does not ask for this date. Clear the field.',
    issuedRequired: 'Enter the issue date printed on the document.',
    expiryRequired: 'Enter the expiry date printed on the document.',
    issuedAfterReceipt: 'The issue date is later than the day we received the document.',
    issuedTooLongAgo: 'At receipt this document was {{months}} months old or more. Reject it as too old.',
    alreadyExpired: 'This date has passed. Reject the document as expired.',
    wrongException: 'This exception does not apply to this type of document.',
    cardIssuedOutside:
      'The exception holds for cards issued from 2 January 2004 to 31 December 2013. Enter the issue date.',
  },
  siren:
    'This number is not a SIREN: it has 9 digits, one of them a check digit. Compare it with a Kbis extract or an Insee notice.',
  department: 'Enter the code of a French département, such as 75, 2A or 974.',
  signInRefused: 'The address or the password is not right. Check them, or choose a new password.',
  tooManyAttempts_one: 'Too many attempts in a row. Try again in one minute.',
  tooManyAttempts_other: 'Too many attempts in a row. Try again in {{count}} minutes.',
  passwordTooShort: 'Choose a password of at least {{minimum}} characters.',
  passwordTooLong: 'Choose a password of at most {{maximum}} characters.',
  passwordPersonal: 'This password contains your name or address: it would soon be guessed. Choose another.',
  passwordCommon: 'This password is too common: it would soon be guessed. A few unrelated words work better.',
  currentPasswordWrong: 'The current password is not right. Nothing has changed.',
  linkUsed: 'This link has already been used. Sign in, or ask for a new link.',
  linkExpired: 'This link has expired. Ask for a new one.',
  linkUnknown: 'This link is not valid. Open it directly from the email, or ask for a new one.',
  emailTaken: 'This address already has access. An address can be used once: use another.',
  sirenTaken: 'This SIREN already has an account. Nothing was created.',
  userDisabled: 'This access is already disabled.',
  userEnabled: 'This access is already active.',
  roleUnchanged: 'This person already has this role.',
  memberRole: 'A merchant cannot be given a staff role. Add the person to the staff with another address.',
  alreadyActivated: 'This person has already activated their access. They can use "Forgotten password?".',
  lastAdministrator: 'This is the last active administrator: appoint another one first.',
  import: {
    notUtf8: 'This file is not in UTF-8. Save it as "CSV UTF-8", then send it again. Nothing was imported.',
    noHeading:
      'The first line must name the columns: name, siren, legal_form, email, contact_name. Nothing was imported.',
    missingColumns: 'Columns are missing: {{columns}}. Nothing was imported.',
    unknownColumns:
      'These columns are not expected: {{columns}}. Remove them or correct their names. Nothing was imported.',
    repeatedColumns: 'These columns appear more than once: {{columns}}. Nothing was imported.',
    noRows: 'This file has no rows below the heading.',
    noFile: 'Choose a CSV file.',
    tooManyRows:
      'This file has more than 100,000 rows. The first ones were imported; send the rest in another file.',
    tooLarge:
      'This file is larger than 10 MB. What comes before that limit was imported; split the file and send it again.',
    rowTooLong: 'This row is far too long.',
    quotes: 'The quotes are not closed, or not in the right place.',
    cellCount: 'This row has {{found}} cells instead of {{expected}}.',
    brokenText: 'This cell is not in UTF-8. Save the file as "CSV UTF-8".',
  },
  subscriptionEmpty: 'Choose at least incidents or maintenance.',
  subscriptionEnded: 'This subscription has ended. Subscribe again from the status page.',
  linkOver: 'This link no longer works: it has been used, or its time has passed. Ask for a new one.',
  nothingMissing: 'There is nothing to send again: nobody is missing, or it is already under way.',
} satisfies Shape<typeof french>
