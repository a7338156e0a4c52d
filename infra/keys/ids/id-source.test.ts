import { expect } from 'chai';
import * as fc from 'fast-check';
import { ulid } from 'ulid';
import { type CommandId, EventId, MessageId } from '#domain/kernel/ids.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import { createIdSource } from './id-source.ts';

const ids = createIdSource(new Uint8Array(32).fill(1));
const elsewhere = createIdSource(new Uint8Array(32).fill(2));
const MILLIS_MAX = 2 ** 48 - 1;
// The ULID library reads a time of zero as an absent time.
const commandId = fc.integer({ min: 1, max: MILLIS_MAX }).map((millis) => ulid(millis) as CommandId);
const stream = fc.string().map((name) => name as StreamName);

describe('a derived id', () => {
  it('is the same on every retry, well formed, and carries the time of the attempt', () => {
    fc.assert(
      fc.property(commandId, fc.string(), stream, fc.nat(), (command, actor, name, ordinal) => {
        const entity = ids.entityId(command, actor, 'MessageId');
        const event = ids.eventId(command, actor, name, ordinal);
        expect(MessageId.is(entity)).to.equal(true);
        expect(EventId.is(event)).to.equal(true);
        expect(event).to.match(/^.{8}-.{4}-7.{3}-[89ab].{3}-.{12}$/);
        expect(entity.slice(0, 10)).to.equal(command.slice(0, 10));
        expect(ids.entityId(command, actor, 'MessageId')).to.equal(entity);
        expect(ids.eventId(command, actor, name, ordinal)).to.equal(event);
        expect(ids.code(command, actor))
          .to.match(/^[A-Za-z0-9_-]{22}$/)
          .and.equal(ids.code(command, actor));
      }),
    );
  });

  it('sorts by time in both forms', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MILLIS_MAX - 1 }), (millis) => {
        const earlier = ulid(millis) as CommandId;
        const later = ulid(millis + 1) as CommandId;
        const name = 'a' as StreamName;
        expect(ids.eventId(earlier, 'a', name, 0) < ids.eventId(later, 'a', name, 0)).to.equal(true);
        expect(ids.entityId(earlier, 'a', 'GuildId') < ids.entityId(later, 'a', 'GuildId')).to.equal(true);
      }),
    );
  });

  it('differs for every other actor, kind, stream, ordinal, command and server', () => {
    const command = ids.freshCommandId();
    const name = 'message-1' as StreamName;
    const all = [
      ids.entityId(command, 'user:a', 'MessageId'),
      ids.entityId(command, 'user:b', 'MessageId'),
      ids.entityId(command, 'user:a', 'InviteId'),
      ids.entityId(ids.freshCommandId(), 'user:a', 'MessageId'),
      elsewhere.entityId(command, 'user:a', 'MessageId'),
      ids.eventId(command, 'user:a', name, 0),
      ids.eventId(command, 'user:b', name, 0),
      ids.eventId(command, 'user:a', name, 1),
      ids.eventId(command, 'user:a', 'message-2' as StreamName, 0),
      elsewhere.eventId(command, 'user:a', name, 0),
      ids.code(command, 'user:a'),
      ids.code(command, 'user:b'),
      elsewhere.code(command, 'user:a'),
    ];
    expect(new Set(all).size).to.equal(all.length);
  });
});
