/** Announces to screen readers the messages, edits and deletions of other users in the open channel. */

import { type Accessor, createEffect, on } from 'solid-js';
import type { UserId } from '#domain/kernel/ids.ts';
import type { Channel, Message, User } from '#gateway/protocol/resources.ts';
import { withFiles } from '#web/files/later-files.ts';
import { isLine } from '#web/store/lines.ts';
import type { ClientState, Timeline } from '#web/store/state.ts';
import type { Announcer } from '#web/ui/announcer.ts';
import { words } from '#web/words/words.ts';

/** Newest messages that are compared. Changes of older messages are not announced. */
const COMPARED = 40;

type Open = { readonly channel: Channel; readonly timeline: Timeline };

export const speakOf = (about: {
  readonly state: Accessor<ClientState>;
  readonly channel: Accessor<Channel | null>;
  readonly me: () => UserId;
  readonly nameOf: (user: User) => string;
  /** Says a content as one line. */
  readonly textOf: (content: string) => string;
  readonly announcer: Announcer;
}): void => {
  const open = (): Open | null => {
    const channel = about.channel();
    const timeline = channel === null ? undefined : about.state().timelines[channel.channel_id];
    return channel === null || timeline === undefined ? null : { channel, timeline };
  };
  const nameOf = (message: Message) => about.nameOf(message.author);
  createEffect(
    on(open, (now, before) => {
      if (now === null || before == null || before.timeline.start.kind === 'unloaded') return;
      const { channel, timeline } = now;
      if (channel.channel_id !== before.channel.channel_id || timeline === before.timeline) return;
      const was = new Map(before.timeline.messages.slice(-COMPARED).map((message) => [message.message_id, message]));
      const seen = timeline.messages.slice(-COMPARED);
      // Messages above the last known one came as history, so they are not announced.
      const lastKnown = seen.findLastIndex((message) => was.has(message.message_id));
      for (const [at, message] of seen.entries()) {
        if (message.author_id === about.me() || isLine(message)) continue;
        const known = was.get(message.message_id);
        if (known === undefined && at > lastKnown) {
          const text =
            message.content === null
              ? words.erasedMessage
              : withFiles(about.textOf(message.content), message.attachments);
          const line = words.message.announce(nameOf(message), text);
          about.announcer.say(line, (count) => words.message.announceMany(count, channel.name));
        } else if (known !== undefined && known.edited_at !== message.edited_at) {
          about.announcer.say(words.message.announceEdited(nameOf(message)));
        }
      }
      const gone = Object.keys(timeline.tombstones).length - Object.keys(before.timeline.tombstones).length;
      if (gone > 0 && gone < COMPARED) about.announcer.say(words.message.announceDeleted);
    }),
  );
};
