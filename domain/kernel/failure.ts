/**
 * A failure says that the world broke, and a rejection says that a rule refuses. Each slice has rejections of its own.
 * Every command may end in one of these failures.
 */
export type StoreUnavailable = { readonly kind: 'StoreUnavailable'; readonly why: string };
/** Another writer appended first, at every try of this command. The client may try again later. */
export type Contention = { readonly kind: 'Contention' };
export type VaultUnavailable = { readonly kind: 'VaultUnavailable'; readonly why: string };

/** The store of what belongs to one person alone cannot be reached. No command needs it. */
export type PersonalUnavailable = { readonly kind: 'PersonalUnavailable'; readonly why: string };

/** The register or the store of files cannot be reached. Only commands about files need it. */
export type FilesUnavailable = { readonly kind: 'FilesUnavailable'; readonly why: string };

export type CommandFailure = StoreUnavailable | Contention | VaultUnavailable | FilesUnavailable;

const FAILURES: Readonly<Record<CommandFailure['kind'], true>> = {
  StoreUnavailable: true,
  Contention: true,
  VaultUnavailable: true,
  FilesUnavailable: true,
};

/** True for a failure, false for a rejection. */
export const isFailure = (no: { readonly kind: string }): no is CommandFailure => Object.hasOwn(FAILURES, no.kind);
