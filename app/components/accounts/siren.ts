/** A SIREN as it is printed: groups of three, never broken across lines. */
export const formatSiren = (siren: string): string => siren.replace(/(\d{3})(?=\d)/g, '$1\u00a0')

/** An IBAN as it is printed: groups of four, between which a line may break. */
export const formatIban = (iban: string): string => iban.replace(/\s/g, '').replace(/(.{4})(?=.)/g, '$1 ')
