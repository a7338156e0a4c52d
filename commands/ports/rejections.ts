/** A refusal because too many passwords wait to be hashed. The client may try again after `retryAfterSecs` seconds. */
export type HasherBusy = { readonly kind: 'HasherBusy'; readonly retryAfterSecs: number };
