import { expect } from 'chai';
import { isRight } from 'fp-ts/lib/Either.js';
import { isReservedUsername } from '#domain/account/reserved-usernames.ts';
import { Username } from '#domain/account/values.ts';

const reserved = (written: string): boolean => {
  const username = Username.decode(written);
  if (!isRight(username)) throw new Error(`${written} is no username`);
  return isReservedUsername(username.right);
};

describe('a reserved username', () => {
  it('means everybody, the reader, the system, or an office of the server', () => {
    for (const name of [
      'everyone',
      'here',
      'channel',
      'me',
      'none',
      'system',
      'filament',
      'deleted',
      'admin',
      'moderator',
    ])
      expect(reserved(name), name).to.equal(true);
  });
  it('is so in every spelling that a username folds, and with signs at its ends', () => {
    for (const name of ['Everyone', 'ＨＥＲＥ', '𝐬𝐲𝐬𝐭𝐞𝐦', 'ⓜⓔ', '_system_', '.me', 'here...', '--Admin--'])
      expect(reserved(name), name).to.equal(true);
  });
  it('is no part of another name', () => {
    for (const name of [
      'somehere',
      'me2',
      'admin1',
      'the_system',
      'every.one',
      'm.e',
      'meg',
      'modest',
      'ann',
      'owner',
      '7_',
    ])
      expect(reserved(name), name).to.equal(false);
  });
});
