import { expect } from 'chai';
import fc from 'fast-check';
import type { Position } from '#domain/kernel/event.ts';
import { type ChannelSide, channelSide, inChannel, viewer } from '#infra/workshop/testkit/channel-side.ts';
import { deleted, edited, message, reacted, sent, user } from '#infra/workshop/testkit/community-events.ts';
import type { AuthoredMessage, ChangesCursor } from '#queries/queries.ts';

const here = inChannel(1);

/** Messages of a channel that a client knows, by id. */
type Known = Map<string, AuthoredMessage>;

describe('the changes of a channel', () => {
  let side: ChannelSide;
  const positions: Position[] = [];
  before(async () => {
    side = await channelSide([1], (write) => {
      for (let n = 1; n <= 60; n++) {
        positions.push(write(sent(here, message(n), user(1))));
        if (n % 3 === 0) write(edited(here, message(n - 2), `edit at ${n}`));
        if (n % 5 === 0) write(deleted(here, message(n - 3), user(1)));
        if (n % 4 === 0) write(reacted(here, message(n), user(1), '👍'));
      }
    });
  });
  after(() => side.close());

  const ask = async (since: Position, cursor: ChangesCursor | undefined, limit: number) => {
    const answer = await side.queries.channelChanges({ ...here, viewer, atLeast: undefined, since, cursor, limit })();
    if (answer._tag === 'Left') throw new Error(answer.left.kind);
    return answer.right.value;
  };
  const everything = async (): Promise<Known> => {
    const known: Known = new Map();
    for (const view of (await side.page(here, { limit: 100 })).messages) known.set(view.messageId, view);
    return known;
  };
  /** Folds the log up to `since` into the ids that a client knew then. */
  const knownAt = (since: Position): Set<string> => {
    const alive = new Set<string>();
    for (const { event, position } of side.log.events) {
      if (position > since) break;
      if (event.type === 'message.sent') alive.add(event.data.messageId);
      if (event.type === 'message.deleted') alive.delete(event.data.messageId);
    }
    return alive;
  };

  it('bring a client to the state of a new one, from any position and in pages of any size', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 4, max: 110 }), fc.integer({ min: 1, max: 40 }), async (left, limit) => {
        const since = BigInt(left);
        const fresh = await everything();
        const client = new Map<string, AuthoredMessage | undefined>([...knownAt(since)].map((id) => [id, undefined]));
        const sentIds: string[] = [];
        const changedIds: string[] = [];
        let cursor: ChangesCursor | undefined;
        do {
          const { sent: sentNow, changed, deleted: deletedNow, next } = await ask(since, cursor, limit);
          for (const view of [...sentNow, ...changed]) client.set(view.messageId, view);
          for (const { messageId } of deletedNow) client.delete(messageId);
          sentIds.push(...sentNow.map(({ messageId }) => messageId));
          changedIds.push(
            ...changed.map(({ messageId }) => messageId),
            ...deletedNow.map(({ messageId }) => messageId),
          );
          expect(sentNow.length + changed.length + deletedNow.length).to.be.at.most(2 * limit);
          cursor = next;
        } while (cursor !== undefined);

        expect([...client.keys()].sort()).to.deep.equal([...fresh.keys()].sort());
        for (const [id, view] of client) if (view !== undefined) expect(view).to.deep.equal(fresh.get(id));
        // A message that no change names is as it was.
        const touched = new Set(
          side.log.events.flatMap(({ event, position }) =>
            position > since && 'messageId' in event.data ? [event.data.messageId as string] : [],
          ),
        );
        for (const [id, view] of client) expect(view === undefined, id).to.equal(!touched.has(id));
        expect(sentIds).to.deep.equal([...sentIds].sort());
        expect(new Set([...sentIds, ...changedIds]).size).to.equal(sentIds.length + changedIds.length);
      }),
      { numRuns: 30 },
    )).timeout(60_000);

  it('are empty for a client that saw everything', async () => {
    expect(await ask(await side.log.feed.head(), undefined, 10)).to.deep.equal({
      sent: [],
      changed: [],
      deleted: [],
      next: undefined,
    });
  });

  it('hold only id and revision of a deleted message', async () => {
    const { deleted: found } = await ask(positions[1] ?? 0n, undefined, 100);
    expect(found[0]).to.deep.equal({ messageId: message(2), revision: 1 });
  });
});
