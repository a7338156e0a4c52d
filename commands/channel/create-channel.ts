import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import { readChannelName } from '#commands/channel/read-channel-name.ts';
import type { Commands } from '#commands/commands.ts';
import { makeChannel } from '#commands/guild/make-channel.ts';
import { originOf } from '#commands/machine/origin.ts';

export const createChannel =
  (can: Capabilities): Commands['createChannel'] =>
  (intent) =>
    pipe(
      TE.fromEither(readChannelName(intent.name)),
      TE.flatMap((name) => makeChannel(can)({ ...intent, name, origin: originOf(intent) })),
    );
