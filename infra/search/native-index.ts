/** Implements the index of one generation with the native module, which keeps a Tantivy index in its own directory. */
import * as t from 'io-ts';
import { ChannelId, MessageId } from '#domain/kernel/ids.ts';
import type { IndexOp } from '#projections/ports/message-index.ts';
import { SEARCH_WITHIN_MS } from '#queries/limits.ts';
import type { Clause, IndexPage, IndexQuery, LastTerm } from '#queries/ports/message-search.ts';
import { type CommitDurability, type GenerationIndex, IndexDamaged, type IndexOpener } from './generation-index.ts';
import { answered, decoded, IndexFault, tooLongOr } from './native-answer.ts';
import type { NativeModule } from './native-module.ts';
import { MESSAGES } from './search-beside.ts';

const IndexState = t.strict({ position: t.string, documents: t.number });
const Contents = t.strict({ documents: t.number, sha256: t.string });
const Page = t.strict({
  hits: t.array(t.strict({ messageId: MessageId, channelId: ChannelId, score: t.number, sentPosition: t.string })),
  more: t.boolean,
  through: t.string,
});
const Ranges = t.array(t.array(t.strict({ start: t.number, end: t.number })));
const Nothing = t.null;
const Ending = t.union([t.strict({ chars: t.number, isWord: t.boolean }), t.null]);

/** Replaces a lone surrogate, which is no valid text. The replacement has the same length, so ranges stay right. */
const clauses = (all: ReadonlyArray<Clause>): ReadonlyArray<Clause> =>
  all.map(({ kind, text }) => ({ kind, text: text.toWellFormed() }));

const written = (op: IndexOp): object => {
  switch (op.op) {
    case 'put':
      return { ...op, content: op.content.toWellFormed(), sentPosition: op.sentPosition.toString() };
    case 'amend':
      return { ...op, content: op.content.toWellFormed() };
    case 'remove':
      return op;
    case 'remove-channel':
    case 'remove-guild':
      return { ...op, before: op.before.toString() };
  }
};

const asked = ({ after, must, mustNot, authors, sentFromMs, sentToMs, ...query }: IndexQuery): object => ({
  ...query,
  must: clauses(must),
  mustNot: clauses(mustNot),
  authors: authors ?? null,
  sentFromMs: sentFromMs ?? null,
  sentToMs: sentToMs ?? null,
  after: after === undefined ? null : { score: after.score, sentPosition: after.sentPosition.toString() },
});

/** Encodes a batch of changes as the native module and its bench read it. */
export const batchText = (
  ops: ReadonlyArray<IndexOp>,
  { from, to }: Parameters<GenerationIndex['apply']>[1],
  durability: CommitDurability,
): string =>
  JSON.stringify({
    from: from.toString(),
    to: to.toString(),
    durable: durability === 'durable',
    ops: ops.map(written),
  });
export const questionText = (query: IndexQuery): string => JSON.stringify(asked(query));

const pageOf = ({ hits, more, through }: t.TypeOf<typeof Page>): IndexPage => ({
  hits: hits.map((hit) => ({ ...hit, sentPosition: BigInt(hit.sentPosition) })),
  more,
  through: BigInt(through),
});

/** Reads a text as the index reads messages. See `MessageSearch`. */
export const nativeLastTerm =
  ({ lastTerm }: Pick<NativeModule, 'lastTerm'>) =>
  (text: string): LastTerm | undefined =>
    decoded(Ending, lastTerm(text.toWellFormed())) ?? undefined;

export const openNativeIndex =
  ({ NativeIndex }: Pick<NativeModule, 'NativeIndex'>): IndexOpener =>
  async (directory, as) => {
    const index = new NativeIndex(directory);
    let state = await answered(IndexState, index.open(as === 'new'));
    let damage: IndexDamaged | undefined;

    /**
     * Remembers the first damage. The module closes a damaged index, so every later call reports the damage instead of
     * a closed index.
     */
    const whole = async <A>(codec: t.Type<A, unknown, unknown>, said: Promise<string>): Promise<A> => {
      try {
        return await answered(codec, said);
      } catch (error) {
        if (error instanceof IndexDamaged) damage ??= error;
        throw error instanceof IndexFault && error.kind === 'closed' ? (damage ?? error) : error;
      }
    };
    const changed = async (said: Promise<string>): Promise<void> => {
      try {
        state = await whole(IndexState, said);
      } catch (error) {
        // The failed call lost its uncommitted changes. Only the index knows which position remains.
        state = await answered(IndexState, index.state()).catch(() => state);
        throw error;
      }
    };
    return {
      position: () => BigInt(state.position),
      documents: () => BigInt(state.documents),
      apply: (ops, range, durability) => changed(index.apply(batchText(ops, range, durability))),
      flush: () => changed(index.flush()),
      contents: async () => {
        const { documents, sha256 } = await whole(Contents, index.contents());
        return { table: MESSAGES, rows: BigInt(documents), sha256 };
      },
      purge: async () => {
        // A purge does not move the position. Its answer is ignored, because it may be older than that of a later call.
        await whole(IndexState, index.purge());
      },
      search: async (query) => {
        const said = answered(Page, index.search(questionText(query), SEARCH_WITHIN_MS));
        return pageOf(
          await said.catch((error: unknown) => {
            throw tooLongOr(error);
          }),
        );
      },
      highlight: ({ must, fuzzy }, texts) =>
        answered(
          Ranges,
          index.highlight(
            JSON.stringify({ must: clauses(must), fuzzy, texts: texts.map((text) => text.toWellFormed()) }),
          ),
        ),
      close: async () => {
        await answered(Nothing, index.close());
      },
    } satisfies GenerationIndex;
  };
