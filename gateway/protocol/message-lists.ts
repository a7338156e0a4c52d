/** Codecs of lists that the messages of a channel do not make: the versions of one message, and mentions in all channels. */

import { MESSAGE_CHARS_MAX } from '#domain/kernel/limits.ts';
import { HISTORY_PAGE_MAX, PAGE_CURSOR_CHARS_MAX, VERSIONS_LISTED_MAX } from '#gateway/protocol/limits.ts';
import { instant, Message, Thread } from '#gateway/protocol/resources.ts';
import { flag, listOf, nullable, object, type TypeOf, text } from '#gateway/protocol/wire.ts';

/** A text that a message has or had. `content` is null once it was erased. */
export const MessageVersion = object({ content: nullable(text({ max: MESSAGE_CHARS_MAX })), said_at: instant });
export type MessageVersion = TypeOf<typeof MessageVersion>;
/** The versions of a message, the present text first. `more` is true when older ones are left out. */
export const MessageVersions = object({ versions: listOf(MessageVersion, VERSIONS_LISTED_MAX), more: flag });
export type MessageVersions = TypeOf<typeof MessageVersions>;

/** Page of the messages that mention the caller, newest first, with the threads in which they stand. */
export const MentionPage = object(
  {
    messages: listOf(Message, HISTORY_PAGE_MAX),
    next_before: nullable(text({ max: PAGE_CURSOR_CHARS_MAX })),
  },
  { threads: listOf(Thread, HISTORY_PAGE_MAX) },
);
export type MentionPage = TypeOf<typeof MentionPage>;
