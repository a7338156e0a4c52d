import * as t from 'io-ts';
import { type Erasable, erasable, isErased } from '#domain/kernel/erasable.ts';
import type { Upcaster } from '#domain/kernel/event.ts';
import { REASON_CHARS_MAX } from '#domain/kernel/limits.ts';
import { lineText, type Text } from '#domain/kernel/text.ts';

/** The reason that a moderator gives for an act. */
export type Reason = Text<'Reason'>;
export const Reason = lineText<Reason>('reason', REASON_CHARS_MAX);

/** Reason as an event carries it. It is null when none was given. */
export type CarriedReason = Erasable<string> | null;
export const CarriedReason = t.union([erasable(t.string), t.null]);

/** Answers the text of a reason. It is null when none was given, and when it is erased. */
export const textOfReason = (reason: CarriedReason): string | null =>
  reason === null || isErased(reason) ? null : reason;

/** Lifts a version without a reason. No reason was given then. */
export const withoutReason: Upcaster = (facts) => ({ ...facts, reason: null });
