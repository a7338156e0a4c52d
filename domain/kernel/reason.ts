import { REASON_CHARS_MAX } from '#domain/kernel/limits.ts';
import { lineText, type Text } from '#domain/kernel/text.ts';

/** The reason that a moderator gives for an act. */
export type Reason = Text<'Reason'>;
export const Reason = lineText<Reason>('reason', REASON_CHARS_MAX);
