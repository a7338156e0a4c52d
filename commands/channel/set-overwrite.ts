import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import { changeInSightBy } from '#commands/channel/change-in-sight.ts';
import { withoutLosingEdits } from '#commands/channel/keep-category-edits.ts';
import { targetRank } from '#commands/channel/target-rank.ts';
import type { Commands } from '#commands/commands.ts';
import { receiptOf } from '#commands/machine/receipt.ts';
import { decideRemoveOverwrite, decideSetOverwrite } from '#domain/channel/overwrite-decide.ts';
import { namesIn, permissionSet } from '#domain/permission/permission-set.ts';

/** Sets the overwrite of a role or member in a channel. */
export const setOverwrite =
  (can: Capabilities): Commands['setOverwrite'] =>
  (intent) => {
    const { target } = intent;
    const [allow, deny] = [namesIn(permissionSet(intent.allow)), namesIn(permissionSet(intent.deny))];
    const set = changeInSightBy(can)(
      intent,
      { type: 'channel.overwrite-set', facts: { target, allow, deny } },
      ({ authority, overwrites: effective, state, channel }) =>
        pipe(
          targetRank(can)(channel.home, target),
          TE.flatMapEither(({ rank, isThere }) =>
            decideSetOverwrite({ target, targetRank: isThere ? rank : null, allow, deny, effective, authority }, state),
          ),
        ),
    );
    return pipe(withoutLosingEdits(can)(intent, set), TE.map(receiptOf));
  };

/** Removes the overwrite of a role or member in a channel. They have what the guild gives them there. */
export const removeOverwrite =
  (can: Capabilities): Commands['removeOverwrite'] =>
  (intent) => {
    const { target } = intent;
    const removed = changeInSightBy(can)(
      intent,
      { type: 'channel.overwrite-removed', facts: { target } },
      ({ authority, overwrites: effective, state, channel }) =>
        pipe(
          targetRank(can)(channel.home, target),
          TE.flatMapEither(({ rank }) =>
            decideRemoveOverwrite({ target, targetRank: rank, effective, authority }, state),
          ),
        ),
    );
    return pipe(withoutLosingEdits(can)(intent, removed), TE.map(receiptOf));
  };
