/** What the native module answers, and what its faults mean here. */
import * as t from 'io-ts';
import { ChangeRefused } from '#projections/ports/sink.ts';
import { IndexDamaged, SearchTooSlow } from './generation-index.ts';

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

/** What cannot be told apart by those who keep indexes: trying again may help, or a slip of ours is to be found. */
export class IndexFault extends Error {
  override readonly name = 'IndexFault';
  readonly kind: Fault['kind'];

  constructor({ kind, detail }: Fault) {
    super(`the search index: ${detail} (${kind})`);
    this.kind = kind;
  }
}

/** The same error, or `ChangeRefused` in its place when the changes themselves are at fault and no retry helps. */
export const refusedOr = (error: unknown): unknown =>
  error instanceof IndexFault && error.kind === 'bad_value'
    ? new ChangeRefused(error.message, { cause: error })
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

/** Rejects with what the fault means when it is one. */
export const answered = async <A>(codec: t.Type<A, unknown, unknown>, said: Promise<string>): Promise<A> => {
  const answer: unknown = JSON.parse(await said);
  if (typeof answer === 'object' && answer !== null) {
    if ('ok' in answer && codec.is(answer.ok)) return answer.ok;
    if ('fault' in answer && Fault.is(answer.fault)) throw errorOf(answer.fault);
  }
  throw new Error('the search module answered in a shape that is not agreed on');
};
