import type { reasons as french } from '../fr/reasons.ts'
import type { Shape } from '../shape.ts'

export const reasons = {
  severity: {
    falsified: 'Falsified',
    expired: 'Out of date',
    not_accepted: 'Not accepted',
    unreadable: 'Unreadable',
    incomplete: 'Incomplete',
    mismatch: 'Mismatch',
  },
  merchant: {
    expired: {
      title: 'The document has expired',
      action: 'Send a document whose expiry date has not passed.',
    },
    too_old: {
      title: 'The document is too old',
      action: 'Ask for a recent copy and send it as soon as you have it.',
    },
    country_not_supported: {
      title: 'We do not support the issuing country',
      action: 'Send a document issued by France or by another country on the accepted list.',
    },
    duplicate_type: {
      title: 'You have already sent this document',
      action: 'Choose another document, different from the one we already have.',
    },
    failed_copy: {
      title: 'This is a copy, not the original',
      action: 'Photograph or scan the original itself, not a photocopy or a screen.',
    },
    invalid: {
      title: 'We cannot accept this document',
      action: 'Send another valid, complete and readable document of the type requested.',
    },
    type_not_supported: {
      title: 'We do not accept this type of document',
      action: 'Choose one of the document types listed in the request.',
    },
    wrong_document: {
      title: 'This is not the document we asked for',
      action: 'Check the title of the request and send the document that matches it.',
    },
    corrupt: {
      title: 'The file is damaged',
      action: 'Save the document again, check that it opens, then send it.',
    },
    failed_greyscale: {
      title: 'The document is in black and white',
      action: 'Scan or photograph the document in colour.',
    },
    not_readable: {
      title: 'We cannot read the document',
      action: 'Take the photo again, lying flat, in good light, without glare or blur.',
    },
    password_protected: {
      title: 'The file is protected by a password',
      action: 'Remove the password from the file, then send it again.',
    },
    too_large: {
      title: 'The file is too large',
      action: 'Make the file smaller or split its pages, then send them again.',
    },
    address_missing: {
      title: 'The address is missing',
      action: 'Send a document that shows the complete address.',
    },
    id_number_missing: {
      title: 'The identification number is missing',
      action: 'Send the page that shows the identification number.',
    },
    incomplete: {
      title: 'Pages are missing',
      action: 'Send the whole document, every page together.',
    },
    issue_or_expiry_date_missing: {
      title: 'The issue or expiry date is missing',
      action: 'Send a version on which these dates can be seen.',
    },
    missing_back: {
      title: 'The back is missing',
      action: 'Add the back of the document and send both sides.',
    },
    missing_front: {
      title: 'The front is missing',
      action: 'Add the front of the document and send both sides.',
    },
    name_missing: {
      title: 'The name is missing',
      action: 'Send a document that shows the name of the person or company.',
    },
    not_signed: {
      title: 'The document is not signed',
      action: 'Have the document signed, then send the signed version.',
    },
    address_mismatch: {
      title: 'The address differs from the one you declared',
      action: 'Send a document with the right address, or ask us to correct your address.',
    },
    directors_mismatch: {
      title: 'The directors differ from those you declared',
      action: 'Send an up-to-date document, or tell us about the change of director.',
    },
    dob_mismatch: {
      title: 'The date of birth differs from the one you declared',
      action: 'Check the date you declared and ask us to correct it if it is wrong.',
    },
    id_number_mismatch: {
      title: 'The identification number differs from the one you declared',
      action: 'Check your SIREN number and send a document that bears the same one.',
    },
    name_mismatch: {
      title: 'The name differs from the one you declared',
      action: 'Send a document in the declared name, or ask us to correct that name.',
    },
    photo_mismatch: {
      title: 'The photo does not match',
      action: 'Send the identity document of the person named in the request.',
    },
  },
  internal: {
    fraudulent: {
      label: 'Fraudulent',
      use: 'Looks fabricated or borrowed. Never disclosed: the merchant reads “We cannot accept this document”.',
    },
    manipulated: {
      label: 'Manipulated',
      use: 'A real document was altered. Never disclosed: the merchant reads “We cannot accept this document”.',
    },
    expired: { label: 'Expired', use: 'The printed expiry date has passed.' },
    too_old: { label: 'Too old', use: 'Issued before the age limit of the type, counted at receipt.' },
    country_not_supported: { label: 'Country not supported', use: 'Issued by a country we do not accept.' },
    duplicate_type: {
      label: 'Duplicate',
      use: 'The same document already serves elsewhere and a second is needed.',
    },
    failed_copy: { label: 'Copy', use: 'Photocopy, photo of a screen or print instead of the original.' },
    invalid: { label: 'Not acceptable', use: 'Unsuitable, and no more precise reason applies.' },
    type_not_supported: {
      label: 'Type not supported',
      use: 'The type is not on the list, a hunting licence for instance.',
    },
    wrong_document: { label: 'Wrong document', use: 'Another document than the one requested.' },
    corrupt: { label: 'Damaged file', use: 'The file does not open or shows only in part.' },
    failed_greyscale: { label: 'Black and white', use: 'Colour is needed to judge this document.' },
    not_readable: { label: 'Not readable', use: 'Blur, glare, framing or resolution prevent reading.' },
    password_protected: { label: 'Password', use: 'The file asks for a password.' },
    too_large: { label: 'Too large', use: 'The file is too heavy to be shown.' },
    address_missing: { label: 'No address', use: 'No address, or an incomplete one.' },
    id_number_missing: { label: 'No number', use: 'Neither SIREN nor document number can be seen.' },
    incomplete: { label: 'Missing pages', use: 'A page or an annex of the document is missing.' },
    issue_or_expiry_date_missing: {
      label: 'No date',
      use: 'The issue or expiry date is cut off or absent.',
    },
    missing_back: { label: 'No back', use: 'Only the front was sent.' },
    missing_front: { label: 'No front', use: 'Only the back was sent.' },
    name_missing: { label: 'No name', use: 'The document names no holder.' },
    not_signed: { label: 'Not signed', use: 'The expected signature is missing.' },
    address_mismatch: { label: 'Different address', use: 'The address is not the declared one.' },
    directors_mismatch: { label: 'Different directors', use: 'The directors are not the declared ones.' },
    dob_mismatch: { label: 'Different birth date', use: 'The date of birth is not the declared one.' },
    id_number_mismatch: {
      label: 'Different number',
      use: 'The SIREN or document number is not the declared one.',
    },
    name_mismatch: { label: 'Different name', use: 'The holder is not the declared person or company.' },
    photo_mismatch: { label: 'Different photo', use: 'The face is not that of the person expected.' },
  },
} satisfies Shape<typeof french>
