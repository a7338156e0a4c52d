/** The texts that a message had, as HTTP answers carry them. */

import { MESSAGE_CHARS_MAX } from '#domain/kernel/limits.ts';
import { VERSIONS_LISTED_MAX } from '#gateway/protocol/limits.ts';
import { instant } from '#gateway/protocol/resources.ts';
import { flag, listOf, nullable, object, type TypeOf, text } from '#gateway/protocol/wire.ts';

/** A text that a message has or had. `content` is null once it was erased. */
export const MessageVersion = object({ content: nullable(text({ max: MESSAGE_CHARS_MAX })), said_at: instant });
export type MessageVersion = TypeOf<typeof MessageVersion>;
/** The versions of a message, the present text first. `more` is true when older ones are left out. */
export const MessageVersions = object({ versions: listOf(MessageVersion, VERSIONS_LISTED_MAX), more: flag });
export type MessageVersions = TypeOf<typeof MessageVersions>;
