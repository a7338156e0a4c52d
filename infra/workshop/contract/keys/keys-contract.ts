/** The contract that every vault keeps for its keys. */
import { expect } from 'chai';
import type { ContentKeys, UserKeys } from '#infra/keys/ports/key-vault.ts';

export type Keys = { readonly content: ContentKeys; readonly user: UserKeys };

/**
 * Defines the tests of the contract.
 * @param open creates an empty vault. Its `later` opens the same vault as a process that starts later.
 */
export const keysContract = (
  name: string,
  open: () => Promise<{
    readonly keys: Keys;
    readonly later: () => Promise<Keys>;
    readonly close: () => Promise<void>;
  }>,
): void => {
  describe(`the contract of keys, kept by ${name}`, () => {
    let keys: Keys;
    let later: () => Promise<Keys>;
    let close: () => Promise<void>;
    beforeEach(async () => {
      ({ keys, later, close } = await open());
    });
    afterEach(() => close());

    const plain = <Id>(found: ReadonlyMap<Id, Uint8Array>): ReadonlyArray<readonly [Id, string]> =>
      [...found].map(([id, secret]) => [id, Buffer.from(secret).toString('hex')] as const);

    it('gives content keys that no other caller gets, even to many callers at once', async () => {
      const given = (await Promise.all(Array.from({ length: 40 }, (_, n) => keys.content.fresh(n * 3)))).flat();
      const more = await (await later()).content.fresh(10);
      const all = [...given, ...more];
      expect(all).to.have.length((40 * 39 * 3) / 2 + 10);
      expect(new Set(all.map(({ id }) => id)).size).to.equal(all.length);
      expect(new Set(all.map(({ secret }) => Buffer.from(secret).toString('hex'))).size).to.equal(all.length);
      for (const { secret } of all) expect(secret).to.have.length(32);
    });

    it('finds content keys again, in this process and in a later one', async () => {
      const given = [...(await keys.content.fresh(900)), ...(await keys.content.fresh(900))];
      const ids = new Set(given.map(({ id }) => id));
      const expected = plain(new Map(given.map(({ id, secret }) => [id, secret] as const)));
      for (const vault of [keys, await later()]) {
        expect(plain(await vault.content.load(ids))).to.have.deep.members(expected);
        expect(plain(await vault.content.load(ids)), 'asked again').to.have.deep.members(expected);
      }
      const [one] = given;
      if (one === undefined) return;
      expect(plain(await (await later()).content.load(new Set([one.id])))).to.deep.equal(
        plain(new Map([[one.id, one.secret]])),
      );
    });

    it('forgets destroyed content keys and no others', async () => {
      const [gone, kept, other] = await keys.content.fresh(3);
      if (gone === undefined || kept === undefined || other === undefined) return expect.fail();
      const ids = new Set([gone.id, kept.id, other.id]);
      const early = await later();
      await keys.content.destroy(new Set([gone.id]));
      for (const vault of [keys, early, await later()])
        expect([...(await vault.content.load(ids)).keys()]).to.have.members([kept.id, other.id]);
    });

    it('has no content key for a number that was never assigned', async () => {
      expect((await keys.content.load(new Set([1_000_000, 2 ** 40]))).size).to.equal(0);
      expect((await keys.content.load(new Set())).size).to.equal(0);
    });

    it('finds a key that another process created after its neighbours were read here', async () => {
      const [first] = await keys.content.fresh(1);
      const elsewhere = await later();
      const reader = await later();
      await reader.content.load(new Set([first?.id ?? 0]));
      const [second] = await elsewhere.content.fresh(1);
      const id = second?.id ?? 0;
      expect([...(await reader.content.load(new Set([id]))).keys()]).to.deep.equal([id]);
    });

    it('gives each user one key, the same to all callers at once', async () => {
      const users = new Set(['a', 'b', 'c']);
      const vaults = [keys, await later(), await later()];
      const [first, ...others] = await Promise.all(
        vaults.flatMap(({ user }) => [user.forSealing(users), user.forSealing(new Set(['c', 'b', 'a']))]),
      );
      if (first === undefined) return;
      expect(new Set(plain(first).map(([, secret]) => secret)).size).to.equal(3);
      for (const other of others) expect(plain(other)).to.have.deep.members(plain(first));
      expect(plain(await (await later()).user.load(users))).to.have.deep.members(plain(first));
    });

    it('creates no key for a read', async () => {
      expect((await keys.user.load(new Set(['nobody']))).size).to.equal(0);
      expect((await keys.user.forSealing(new Set(['nobody']))).size).to.equal(1);
      expect((await keys.user.load(new Set(['nobody']))).size).to.equal(1);
    });

    it('never creates a second key for a user whose key was destroyed', async () => {
      const both = new Set(['gone', 'kept']);
      await keys.user.forSealing(both);
      await keys.user.destroy('gone');
      await keys.user.destroy('never seen');
      for (const vault of [keys, await later()]) {
        expect([...(await vault.user.load(both)).keys()]).to.deep.equal(['kept']);
        expect([...(await vault.user.forSealing(both)).keys()]).to.deep.equal(['kept']);
        expect((await vault.user.forSealing(new Set(['never seen']))).size).to.equal(0);
      }
    });
  });
};
