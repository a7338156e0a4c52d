import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import { authorityInChannel } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { BEGINNING } from '#domain/kernel/event.ts';
import { guildOf } from '#domain/kernel/home.ts';
import { may } from '#domain/permission/authority.ts';

/**
 * Says whether the actor may upload a file to a channel now, by the rules of a message with files. It appends nothing,
 * because an upload is no fact until a message names it (decision 0055).
 */
export const admitUpload =
  (can: Capabilities): Commands['admitUpload'] =>
  (intent) =>
  async () => {
    const at = can.clock.now();
    const here = await authorityInChannel(can.folds)(intent.actor, intent.channelId, at)();
    if (isLeft(here)) return here;
    const { authority, channel, lockedOut } = here.right;
    if (lockedOut !== null) return left(lockedOut);
    if (channel.channelKind !== 'text' && channel.channelKind !== 'thread') return left({ kind: 'NotATextChannel' });
    for (const permission of ['send_messages', 'attach_files'] as const)
      if (!may(authority, permission)) return left({ kind: 'MissingPermission', permission });
    const uploadId = can.ids.entityId(intent.commandId, intent.actor, 'AttachmentId');
    return right({ position: BEGINNING, value: { uploadId, guildId: guildOf(channel.home) } });
  };
