/** Decodes the answers of the native module and turns its faults into errors of this program. */
import * as t from 'io-ts';
import { ChangeRefused } from '#projections/ports/sink.ts';
import { IndexDamaged, SearchTooLong, SearchTooSlow } from './generation-index.ts';

const Fault = t.strict({
  kind: t.keyof({
    damaged: null,
    wrong_schema: null,
    locked: null,
    moved: null,
    too_slow: null,
    busy: null,
    bad_value: null,
    closed: null,
    failed: null,
  }),
  detail: t.string,
});
type Fault = t.TypeOf<typeof Fault>;

/** A fault that the keeper and the sink cannot classify. It is either transient or a bug in this program. */
export class IndexFault extends Error {
  override readonly name = 'IndexFault';
  readonly kind: Fault['kind'];

  constructor({ kind, detail }: Fault) {
    super(`the search index: ${detail} (${kind})`);
    this.kind = kind;
  }
}

/**
 * Returns `ChangeRefused` when the changes themselves are at fault and no retry helps, and otherwise the same error.
 */
export const refusedOr = (error: unknown): unknown =>
  error instanceof IndexFault && error.kind === 'bad_value'
    ? new ChangeRefused(error.message, { cause: error })
    : error;

/** Returns `SearchTooLong` when the question itself is at fault, and otherwise the same error. */
export const tooLongOr = (error: unknown): unknown =>
  error instanceof IndexFault && error.kind === 'bad_value'
    ? new SearchTooLong(error.message, { cause: error })
    : error;

const errorOf = (fault: Fault): Error => {
  switch (fault.kind) {
    case 'damaged':
    case 'wrong_schema':
      return new IndexDamaged(fault.detail);
    case 'too_slow':
    case 'busy':
      return new SearchTooSlow(fault.detail);
    default:
      return new IndexFault(fault);
  }
};

/** Decodes an answer. Throws the error of its fault when it holds one. */
export const decoded = <A>(codec: t.Type<A, unknown, unknown>, said: string): A => {
  const answer: unknown = JSON.parse(said);
  if (typeof answer === 'object' && answer !== null) {
    if ('ok' in answer && codec.is(answer.ok)) return answer.ok;
    if ('fault' in answer && Fault.is(answer.fault)) throw errorOf(answer.fault);
  }
  throw new Error('the search module gave an answer of an unknown shape');
};

/** Decodes an answer that comes later. Rejects with the error of its fault when it holds one. */
export const answered = async <A>(codec: t.Type<A, unknown, unknown>, said: Promise<string>): Promise<A> =>
  decoded(codec, await said);
