import { lineText, type Text } from '#domain/kernel/text.ts';
import { CUSTOM_STATUS_CHARS_MAX } from '#gateway/protocol/limits.ts';

/** The text of a custom status is one line, as a name is. It is told and never stored in the log. */
export type StatusText = Text<'StatusText'>;
export const StatusText = lineText<StatusText>('custom status', CUSTOM_STATUS_CHARS_MAX);
