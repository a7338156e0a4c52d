/** A refusal of a message with a time before 1970. */
export type TimeInvalid = { readonly kind: 'TimeInvalid'; readonly why: string };
