import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Revision } from '#domain/kernel/event.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import type { StreamName } from '#domain/kernel/stream.ts';

/** Erasure of sealed texts. Nothing brings an erased text back. */
export type TextErasure = {
  /**
   * Destroys the keys of the texts on a stream, up to the revision `through`. A second run does nothing. A failure may
   * leave some of the keys, and then the caller runs it again.
   */
  readonly eraseTexts: (stream: StreamName, through: Revision) => TaskEither<StoreUnavailable, void>;
};
