import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import { dispatches } from '#gateway/protocol/dispatches.ts';
import {
  decodeClientFrame,
  decodeServerFrame,
  encodeClientFrame,
  encodeServerFrame,
} from '#gateway/protocol/envelope.ts';
import { clientFrames, PROTOCOL_LEVEL, serverFrames } from '#gateway/protocol/frames.ts';
import { apply } from '#web/store/apply.ts';
import { type ClientState, INITIAL } from '#web/store/state.ts';
import { type RawFrame, recordedWire, understoodLevels } from './wire-files.ts';

const namesOf = (frames: ReadonlyArray<RawFrame>): ReadonlyArray<string> => [...new Set(frames.map(({ t }) => t))];

/** Returns the state of a client that heard these frames, up to the frame that deletes its guild. */
const stateAfter = (heard: ReadonlyArray<RawFrame>): ClientState => {
  let state = INITIAL;
  for (const raw of heard) {
    const frame = decodeServerFrame(JSON.stringify(raw));
    if (isLeft(frame)) throw new Error(frame.left.message);
    if (frame.right.t === 'guild_delete') break;
    state = apply(state, frame.right);
  }
  return state;
};

describe('the recorded wire', () => {
  it('exists for the level of today', () => {
    expect(understoodLevels()).to.include(PROTOCOL_LEVEL);
  });

  it('holds every kind of frame of the level of today', () => {
    const { said, heard } = recordedWire(PROTOCOL_LEVEL);
    expect(namesOf(said)).to.have.members(Object.keys(clientFrames));
    expect(namesOf(heard)).to.have.members([...Object.keys(serverFrames), ...Object.keys(dispatches)]);
  });

  for (const level of understoodLevels())
    describe(`of level ${level}`, () => {
      const { said, heard } = recordedWire(level);

      for (const [at, frame] of said.entries())
        it(`is understood by the server: frame ${at + 1}, ${frame.t}`, () => {
          const decoded = decodeClientFrame(JSON.stringify(frame));
          if (isLeft(decoded)) throw new Error(decoded.left.message);
          expect(JSON.parse(encodeClientFrame(decoded.right))).to.deep.equal(frame);
        });

      for (const [at, frame] of heard.entries())
        it(`is understood by the client: frame ${at + 1}, ${frame.t}`, () => {
          const decoded = decodeServerFrame(JSON.stringify(frame));
          if (isLeft(decoded)) throw new Error(decoded.left.message);
          expect(JSON.parse(encodeServerFrame(decoded.right))).to.deep.equal(frame);
        });

      it('gives a client of today the guild, the channels, the thread and the messages of the recording', () => {
        const { me, guilds, channels, timelines } = stateAfter(heard);
        expect(me?.username).to.equal('bob');
        expect(Object.values(guilds).map(({ name }) => name)).to.deep.equal(['Old garden']);
        expect(Object.values(channels).map(({ name }) => name)).to.have.members(['general', 'beds', 'tomatoes']);
        const [timeline] = Object.values(timelines);
        const said = timeline?.messages.map(({ kind, content }) => content?.replace(/<@\w{26}>/, '<@ann>') ?? kind);
        expect(said).to.deep.equal([
          'good morning, <@ann>',
          'the tomatoes are ripe',
          'see',
          'pinned',
          'pinned',
          '',
          'thread_begun',
          'welcome back',
        ]);
      });
    });
});
