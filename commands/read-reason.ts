import { type Either, right } from 'fp-ts/lib/Either.js';
import { Reason } from '#domain/kernel/reason.ts';
import type { ReasonInvalid } from '#domain/kernel/rejection.ts';
import { readText } from '#domain/kernel/text.ts';

const readGiven = readText(Reason, (why): ReasonInvalid => ({ kind: 'ReasonInvalid', why }));

/** Reads the reason of a moderator, who may give none. */
export const readReason = (reason: string | null): Either<ReasonInvalid, Reason | null> =>
  reason === null ? right(null) : readGiven(reason);
