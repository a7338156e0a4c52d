import { expect } from 'chai';
import * as t from 'io-ts';
import { at, eventCatalog, eventNames, ignoring, isEventName } from './event-catalog.ts';
import type { Upcaster } from './kernel/event.ts';

/** Only `true` can be written where two types are the same, and only `false` where they differ. */
type IsExactly<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

const named: Upcaster = ({ title }) => ({ name: title });
const counted: Upcaster = ({ name }) => ({ name, length: String(name).length });
const Named = t.strict({ name: t.string });

describe('the event catalog', () => {
  it('seals names and texts of users, each under its key, and no other field', () => {
    const sealed = eventNames.flatMap((name) => eventCatalog[name].sealed.map((field) => ({ name, ...field })));
    const ofUser = { under: 'user', subject: 'userId' };
    expect(sealed).to.deep.equal([
      { name: 'account.registered', field: 'username', ...ofUser },
      { name: 'account.imported', field: 'username', ...ofUser },
      { name: 'session.started', field: 'device', ...ofUser },
      { name: 'guild.deleted', field: 'reason', under: 'content' },
      { name: 'guild.role-deleted', field: 'reason', under: 'content' },
      { name: 'guild.lockdown-begun', field: 'reason', under: 'content' },
      { name: 'guild.member-kicked', field: 'reason', ...ofUser },
      { name: 'guild.member-banned', field: 'reason', ...ofUser },
      { name: 'guild.member-reinstated', field: 'nickname', ...ofUser },
      { name: 'guild.member-timed-out', field: 'reason', ...ofUser },
      { name: 'guild.member-nickname-changed', field: 'nickname', ...ofUser },
      { name: 'channel.deleted', field: 'reason', under: 'content' },
      { name: 'invite.revoked', field: 'reason', under: 'user', subject: 'creatorId' },
      { name: 'message.sent', field: 'content', under: 'content' },
      { name: 'message.sent', field: 'shownFiles', under: 'content' },
      { name: 'message.edited', field: 'content', under: 'content' },
      { name: 'message.deleted', field: 'reason', under: 'user', subject: 'authorId' },
      { name: 'message.restored', field: 'content', under: 'content' },
      { name: 'message.restored', field: 'shownFiles', under: 'content' },
    ]);
  });
  it('knows its own names, and no name that every object has', () => {
    expect(eventNames.filter((name) => !isEventName(name))).to.deep.equal([]);
    for (const name of ['message.lost', 'toString', '']) expect(isEventName(name), name).to.equal(false);
  });
});

describe('an entry of the event catalog', () => {
  it('has no upcasters at version 1', () => {
    expect(at(1).plain(Named)).to.deep.equal({ version: 1, data: Named, sealed: [], upcasters: [] });
  });

  it('has one upcaster for each version before its own', () => {
    expect(at(2, named).plain(Named))
      .to.include({ version: 2 })
      .and.deep.include({ upcasters: [named] });
    const third = at(3, named, counted).sealing(Named, { field: 'name', under: 'content' });
    expect(third.upcasters).to.deep.equal([named, counted]);
    expect(third.sealed).to.deep.equal([{ field: 'name', under: 'content' }]);
  });

  it('does not compile with another number of upcasters than its version needs', () => {
    type Upcasters<Version extends number> =
      Parameters<typeof at<Version>> extends [number, ...infer Rest] ? Rest : never;
    const same: readonly [
      IsExactly<Upcasters<1>, []>,
      IsExactly<Upcasters<2>, [Upcaster]>,
      IsExactly<Upcasters<3>, [Upcaster, Upcaster]>,
      IsExactly<Upcasters<2>, []>,
    ] = [true, true, true, false];
    expect(same).to.have.length(4);
  });
});

describe('the lines of an exhaustive map for events that it ignores', () => {
  it('stand under the full names', () => {
    expect(ignoring('session', 'started', 'revoked')).to.deep.equal({
      'session.started': 'ignored',
      'session.revoked': 'ignored',
    });
  });

  it('cover the named events and no other event of the slice', () => {
    const lines = ignoring('invite', 'created');
    const same: IsExactly<keyof typeof lines, 'invite.created'> = true;
    expect([same, eventNames.filter((name) => name in lines)]).to.deep.equal([true, ['invite.created']]);
  });
});
