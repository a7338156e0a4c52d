import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Folds } from '#commands/machine/folds.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import type { UserId } from '#domain/kernel/ids.ts';
import { serverOwnershipStream } from '#domain/kernel/stream.ts';

/** Reads the user who claimed the server with the owner link. Answers `undefined` before that. */
export const serverOwnerOf = ({ serverOwnership }: Folds): TE.TaskEither<StoreUnavailable, UserId | undefined> =>
  pipe(
    serverOwnership.read(serverOwnershipStream),
    TE.map(({ state }) => state.owner),
  );
