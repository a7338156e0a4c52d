/** Tells screen readers what others do in the open channel. */

import { type Accessor, createEffect, on } from 'solid-js';
import type { UserId } from '#domain/kernel/ids.ts';
import type { Channel, Message } from '#gateway/protocol/resources.ts';
import type { ClientState } from '#web/store/state.ts';
import type { Announcer } from '#web/ui/announcer.ts';
import { words } from '#web/words.ts';

/** Only the newest part is compared; changes further up were not in front of anybody. */
const COMPARED = 40;

export const speakOf = (about: {
  readonly state: Accessor<ClientState>;
  readonly channel: Accessor<Channel | null>;
  readonly me: () => UserId;
  readonly announcer: Announcer;
}): void => {
  const messages = () => about.state().timelines[about.channel()?.channel_id ?? ('' as Channel['channel_id'])];
  const nameOf = (message: Message) => message.author.username ?? words.erasedPerson;
  createEffect(
    on(messages, (now, before) => {
      const channel = about.channel();
      if (channel === null || now === undefined || before === undefined) return;
      if (now.guildId !== before.guildId || before.start.kind === 'unloaded') return;
      const was = new Map(before.messages.slice(-COMPARED).map((message) => [message.message_id, message]));
      const seen = now.messages.slice(-COMPARED);
      // What stands above the last one that was there came as history.
      const lastKnown = seen.findLastIndex((message) => was.has(message.message_id));
      for (const [at, message] of seen.entries()) {
        if (message.author_id === about.me() || message.channel_id !== channel.channel_id) continue;
        const known = was.get(message.message_id);
        if (known === undefined && at > lastKnown) {
          const line = words.message.announce(nameOf(message), message.content ?? words.erasedMessage);
          about.announcer.say(line, (count) => words.message.announceMany(count, channel.name));
        } else if (known !== undefined && known.edited_at !== message.edited_at) {
          about.announcer.say(words.message.announceEdited(nameOf(message)));
        }
      }
      const gone = Object.keys(now.tombstones).length - Object.keys(before.tombstones).length;
      if (gone > 0 && gone < COMPARED) about.announcer.say(words.message.announceDeleted);
    }),
  );
};
