import type { Permission } from './bits.ts';

/** A refusal for lack of one permission. It concerns only things that the actor can see. */
export type MissingPermission = { readonly kind: 'MissingPermission'; readonly permission: Permission };
