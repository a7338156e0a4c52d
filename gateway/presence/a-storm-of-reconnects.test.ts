import { expect } from 'chai';
import { WHISPER_BYTES_MAX } from '#gateway/limits/sockets.ts';
import type { Whisper } from '#gateway/ports/whispers.ts';
import type { Dispatch } from '#gateway/protocol/dispatches.ts';
import { PRESENCES_LISTED_MAX } from '#gateway/protocol/limits.ts';
import { StagedGateway, type StagedListener, StagedLog } from '#infra/workshop/scenarios/staged-gateways.ts';

const USERS = 2_000;
const START = Date.UTC(2026, 0, 5, 12);

describe('a storm of 2,000 reconnects', () => {
  const log = new StagedLog();
  let time = START;
  let frames = 0;
  let entries = 0;
  let written = new Set<Dispatch>();
  const whispers: Array<Whisper> = [];
  const gateway = new StagedGateway(1, log, () => time, {
    tell: (whisper) => whispers.push(whisper),
    follow: () => undefined,
  });
  let all: ReadonlyArray<StagedListener> = [];
  let watcher: StagedListener;
  const connectAll = () => Array.from({ length: USERS }, (_, n) => gateway.connect(n + 2, n + 2));
  /** Lets a second pass. Answers the frames that were told. */
  const second = (): number => {
    frames = 0;
    entries = 0;
    written = new Set();
    time += 1_000;
    gateway.presences.tell();
    return frames;
  };
  const seconds = (most: number): number => {
    let told = 0;
    for (let n = 0; n < most; n += 1) told += second();
    return told;
  };

  before(function () {
    this.timeout(60_000);
    for (let user = 1; user <= USERS + 1; user += 1) log.join(user, 1);
    while (gateway.position < log.head) gateway.advance();
    gateway.onFrame = (_, frame) => {
      frames += 1;
      written.add(frame);
      entries += frame.t === 'presence_update' ? frame.d.presences.length : 0;
    };
    watcher = gateway.connect(1, 1);
    second();
  });

  it('tells each connection at most one frame a second, with at most 1,000 users in it', () => {
    all = connectAll();
    expect(second()).to.equal(USERS + 1);
    expect(entries).to.equal((USERS + 1) * PRESENCES_LISTED_MAX);
    // All connections share one frame, which is written once.
    expect(written.size).to.equal(1);
    expect(second()).to.equal(USERS + 1);
    expect(second()).to.equal(0);
    const told = watcher.heard.flatMap((frame) => (frame.t === 'presence_update' ? frame.d.presences : []));
    expect(new Set(told.map(({ user_id }) => user_id)).size).to.equal(USERS + 1);
  });

  it('tells nobody of users who come back within ten seconds', () => {
    for (const one of all) gateway.disconnect(one);
    expect(seconds(5)).to.equal(0);
    all = connectAll();
    expect(seconds(20)).to.equal(0);
    for (const { snapshot } of all) expect(snapshot).to.have.length(PRESENCES_LISTED_MAX);
  });

  it('tells of those who stay away once', () => {
    for (const one of all) gateway.disconnect(one);
    all = [];
    expect(seconds(20)).to.equal(2);
  });

  it('whispers to the other processes in pieces that fit', () => {
    whispers.length = 0;
    all = connectAll();
    second();
    const users = whispers.flatMap((whisper) => (whisper.kind === 'users' ? whisper.users : []));
    expect(new Set(users.map(({ user }) => user)).size).to.equal(USERS);
    expect(users).to.have.length(USERS);
    expect(whispers.length).to.be.lessThan(120);
    for (const whisper of whispers)
      expect(Buffer.byteLength(JSON.stringify(whisper))).to.be.lessThan(WHISPER_BYTES_MAX + 200);
  });
});
