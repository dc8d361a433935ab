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
      text: 'Your account does not allow this. If you think it should, write to us.',
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
    unknownField: 'This form contains a field that we did not expect. Reload the page and try again.',
  },
  choice: 'Choose one of the options.',
  requirement: {
    alreadyOpen:
      'This document is already requested from this account. Change that request instead of adding one.',
    accountClosed: 'This account is closed: no document can be requested from it any more.',
    unknownType: 'There is no such type of document. Choose one from the list.',
    lastStillServes:
      'An accepted document of this type is still valid. Tell the merchant why it no longer serves.',
    deadlineInPast: 'This date has passed. Choose today or a later date.',
    alreadyClosed: 'This request has already ended; nothing was saved.',
    noDeadline: 'This request has no deadline: there is nothing to extend.',
    extensionTooLong: 'You can still give {{maximum}} days at most. More needs a second officer.',
  },
  upload: {
    notOpen: 'This document is no longer awaited: the request has ended. No file was saved.',
    tooOften:
      'You have sent too many times within an hour. Nothing was saved; try again in {{count}} minutes.',
    noFile: 'No file was attached. Choose at least one file, then send.',
    tooManyFiles: 'One sending holds {{maximum}} files at most. Put the pages into one PDF and try again.',
    totalTooLarge:
      'This is more than {{maximum}} in all. Nothing was saved; make the files smaller and try again.',
    sidesMissing: 'The front or the back is missing. Attach both, or the whole document as one file.',
    interrupted: 'The sending broke off before its end. Nothing was saved; send again.',
    badForm: 'This form is incomplete. Reload the page and try again.',
    refused: 'Nothing was saved: see below what to change.',
  },
  unexpected: 'That did not go through. Try again; if it keeps failing, write to us.',
  notFound: 'This does not exist, or can no longer be reached.',
  forbidden: 'Your account does not allow this.',
  conflict: 'Somebody changed this before you; nothing was saved. Reload to see where it stands.',
  invalid: 'Something is not valid. Check what you entered.',
  preconditionFailed: 'The state of this item no longer allows it.',
  limitExceeded: 'Too many requests in a short time. Wait a few minutes, then try again.',
  crossOrigin: 'This request does not come from our site. Open the page on our site and try again.',
  cursor: 'This page of the list no longer exists. Go back to its beginning.',
  review: {
    alreadyDecided: {
      approved: '{{name}} has already approved this document; your decision was not saved.',
      rejected: '{{name}} has already rejected this document; your decision was not saved.',
    },
    superseded: 'The merchant has just sent another version; your decision was not saved.',
    changed: 'This submission changed after you opened it. Reload the page, then decide.',
    notReady: 'The files of this submission are still being checked. Try again in a moment.',
    requirementClosed: 'This request was closed in the meantime: there is nothing left to reject.',
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
} satisfies Shape<typeof french>
