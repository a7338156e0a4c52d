import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import { changeChannel } from '#commands/channel/change-channel.ts';
import { readChannelName } from '#commands/channel/read-channel-name.ts';
import type { Commands } from '#commands/commands.ts';
import { receiptOf } from '#commands/machine/receipt.ts';
import { decideRenameChannel } from '#domain/channel/decide.ts';

export const renameChannel =
  (can: Capabilities): Commands['renameChannel'] =>
  (intent) =>
    pipe(
      TE.fromEither(readChannelName(intent.name)),
      TE.flatMap((name) =>
        changeChannel(can)(intent, { type: 'channel.renamed', facts: { name } }, (authority, state) =>
          decideRenameChannel({ name, authority }, state),
        ),
      ),
      TE.map(receiptOf),
    );
