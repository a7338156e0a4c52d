import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { PROJECTION_TASK, projectionTask } from '#infra/app/projection-task.ts';
import { type AdminSocket, openAdminSocket } from '#infra/operate/admin/admin-socket.ts';
import { NoServerRuns } from '#infra/operate/admin/ask-admin.ts';
import { channel, guild, message, sent, user } from '#infra/workshop/testkit/community-events.ts';
import { inOneFile, type SearchSide, searchFolder, searchSide } from '#infra/workshop/testkit/search-side.ts';
import { type Projection, projection } from '#projections/engine/projection.ts';
import type { RebuildProgress } from '#projections/engine/rebuild.ts';
import { PoisonEvent } from '#projections/engine/step.ts';
import { UnreadableEvent } from '#projections/ports/event-feed.ts';
import { AlreadyBuilding, NotComparable, SinkUnavailable } from '#projections/ports/sink.ts';
import { searchIndex } from '#projections/search-index/projector.ts';
import { servedProjection } from './served-projection.ts';

const MESSAGES = 2_500;

describe('a projection that the running server keeps', () => {
  let home: string;
  let folder: Awaited<ReturnType<typeof searchFolder>>;
  let side: SearchSide;
  let socket: AdminSocket;
  let served: Projection;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'filament-served-'));
    folder = await searchFolder();
    side = searchSide(inOneFile(), folder.path);
    for (let n = 1; n <= MESSAGES; n += 1) {
      side.log.write(sent({ guildId: guild(1), channelId: channel(1) }, message(n), user(1)));
    }
    const kept = projection({ feed: side.log.feed, sink: side.sink, nowMs: Date.now }, searchIndex);
    socket = await openAdminSocket(home, { [PROJECTION_TASK]: projectionTask([kept]) });
    served = servedProjection(home, searchIndex);
  });
  afterEach(async () => {
    await socket.close();
    await side.leave();
    await folder.remove();
    await rm(home, { recursive: true, force: true });
  });

  it('is listed, rebuilt and verified through the socket, with its progress', async () => {
    const told: RebuildProgress[] = [];
    const rebuilt = await served.rebuild({ onProgress: (progress) => told.push(progress) });
    expect(rebuilt).to.deep.equal({ position: 2_500n, before: [], after: [{ table: 'message', rows: 2_500n }] });
    expect(told.map(({ position, head }) => [position, head])).to.deep.equal([
      [2_000n, 2_500n],
      [2_500n, 2_500n],
    ]);
    const { equal, live } = await served.verify();
    expect([equal, live[0]?.rows]).to.deep.equal([true, 2_500n]);
    const [active] = await served.generations();
    expect(active).to.deep.include({ model: 'search-index', status: 'active', position: 2_500n });
    expect(await served.parked({ name: active?.name ?? '' })).to.deep.equal([]);
  });

  it('refuses for the same reasons as a local one', async () => {
    const refused = await side.sink.beside(searchIndex, () => served.rebuild().catch((error: unknown) => error));
    expect(refused).to.be.instanceOf(AlreadyBuilding);
    expect(await served.verify().catch((error: unknown) => error), 'nothing is built yet').to.be.instanceOf(
      NotComparable,
    );

    const seventh = side.log.events[6];
    if (seventh === undefined) throw new Error('the log is too short');
    const at = { position: 7n, stream: seventh.stream, type: 'message.sent', eventId: seventh.eventId };
    side.log.breakAt(7n, () => new UnreadableEvent(at, 'no such event'));
    const poison = await served.rebuild().catch((error: unknown) => error);
    expect(poison).to.be.instanceOf(PoisonEvent);
    expect(poison).to.include({ position: 7n, stream: at.stream, message: 'no such event' });
  });

  it('stops its rebuild when the caller has left', async () => {
    const stop = new AbortController();
    const asked = served.rebuild({ signal: stop.signal, onProgress: () => stop.abort() });
    expect(await asked.catch((error: unknown) => error)).to.be.instanceOf(Error);
    while ((await side.sink.generations()).length > 0) await new Promise(setImmediate);
  });

  it('is not available from a server of another version, and reports when no server runs', async () => {
    await socket.close();
    expect(await served.generations().catch((error: unknown) => error)).to.be.instanceOf(NoServerRuns);
    socket = await openAdminSocket(home, {});
    expect(await served.generations().catch((error: unknown) => error)).to.be.instanceOf(SinkUnavailable);
  });
});
