/**
 * A failure is the world breaking; a rejection is a rule saying no. Rejections are each slice's own
 * tagged values; these are the failures every command can meet.
 */
export type StoreUnavailable = { readonly kind: 'StoreUnavailable'; readonly why: string };
/** Another writer won every attempt; trying again later is safe. */
export type Contention = { readonly kind: 'Contention' };
export type VaultUnavailable = { readonly kind: 'VaultUnavailable'; readonly why: string };

export type CommandFailure = StoreUnavailable | Contention | VaultUnavailable;

const FAILURES: Readonly<Record<CommandFailure['kind'], true>> = {
  StoreUnavailable: true,
  Contention: true,
  VaultUnavailable: true,
};

/** Tells a failure of the world from a rule that says no. */
export const isFailure = (no: { readonly kind: string }): no is CommandFailure => Object.hasOwn(FAILURES, no.kind);
