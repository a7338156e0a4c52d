import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import {
  OWNER_LINK_LIFETIME_MS,
  REFRESH_ABSOLUTE_MS,
  REFRESH_IDLE_MS,
  REFRESH_RACE_GRACE_MS,
} from '#commands/limits.ts';
import type { CredentialVault, Rotation } from '#commands/ports/credential-vault.ts';
import type { SessionId, UserId } from '#domain/kernel/ids.ts';
import { instantOf, plusMillis } from '#domain/kernel/instant.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { openVault, type Vault } from './open-vault.ts';

const USER = '01ARZ3NDEKTSV4RRFFQ69G5FAV' as UserId;
const OTHER = '01ARZ3NDEKTSV4RRFFQ69G5FAW' as UserId;
const NOW = instantOf(Date.UTC(2026, 10, 23, 3));

const sure = async <A>(task: TaskEither<unknown, A>): Promise<A> => {
  const result = await task();
  return E.isRight(result) ? result.right : expect.fail(JSON.stringify(result.left));
};

describe('the credential vault', () => {
  let database: FreshDatabase;
  let vaults: ReadonlyArray<Vault>;
  let vault: CredentialVault;
  let sessions = 0;
  const newSession = (): SessionId => `01BX5ZZKBKACTAV9WEVGE${String(++sessions).padStart(5, '0')}` as SessionId;
  before(async () => {
    database = await freshDatabase();
    const connection = { connectionString: database.url };
    vaults = await Promise.all([openVault(connection), openVault(connection)]);
    vault = vaults[0]?.credentials ?? expect.fail();
  });
  after(async () => {
    await Promise.all(vaults.map((opened) => opened.close()));
    await database.drop();
  });

  const started = async (at = NOW): Promise<SessionId> => {
    const session = newSession();
    await sure(vault.startFamily(session, USER, `${session}-0`, at));
    return session;
  };
  const rotate = (presented: string, next: string, at = NOW): Promise<Rotation> =>
    sure(vault.rotate(presented, next, at));

  it('keeps only the newest hash of a password', async () => {
    expect(await sure(vault.passwordOf(USER))).to.equal(undefined);
    await sure(vault.setPassword(USER, 'first'));
    await sure(vault.setPassword(USER, 'second'));
    expect(await sure(vault.passwordOf(USER))).to.equal('second');
    expect(await sure(vault.passwordOf(OTHER))).to.equal(undefined);
  });

  describe('a refresh token', () => {
    it('rotates generation by generation', async () => {
      const session = await started();
      for (const generation of [1, 2, 3])
        expect(await rotate(`${session}-${generation - 1}`, `${session}-${generation}`)).to.deep.equal({
          kind: 'Rotated',
          userId: USER,
          sessionId: session,
          generation,
        });
    });

    it('is unknown when the server never issued it', async () => {
      expect(await rotate('never given', 'next')).to.deep.equal({ kind: 'Unknown' });
    });

    it('lets exactly one of many racing calls win, over several processes', async () => {
      for (let race = 0; race < 20; race++) {
        const session = await started();
        const racers = Array.from({ length: 12 }, (_, n) =>
          sure((vaults[n % 2]?.credentials ?? vault).rotate(`${session}-0`, `${session}-next-${n}`, NOW)),
        );
        const kinds = (await Promise.all(racers)).map(({ kind }) => kind);
        expect(kinds.filter((kind) => kind === 'Rotated')).to.have.length(1);
        expect(kinds.filter((kind) => kind === 'Superseded')).to.have.length(11);
        const winner = kinds.indexOf('Rotated');
        expect(await rotate(`${session}-next-${winner}`, `${session}-after`)).to.include({
          kind: 'Rotated',
          generation: 2,
        });
        for (const loser of [0, 1, 2].filter((n) => n !== winner))
          expect(await rotate(`${session}-next-${loser}`, 'x'), 'no child of a loser exists').to.deep.equal({
            kind: 'Unknown',
          });
      }
    });

    it('gets the same answer for the same successor at any time, until that successor is used', async () => {
      const session = await started();
      const rotated = { kind: 'Rotated', userId: USER, sessionId: session, generation: 1 };
      const late = plusMillis(NOW, 100 * REFRESH_RACE_GRACE_MS);
      for (const at of [NOW, late, late]) {
        expect(await rotate(`${session}-0`, `${session}-1`, at)).to.deep.equal(rotated);
      }
      expect(await rotate(`${session}-0`, `${session}-other`, late)).to.include({ kind: 'Replayed' });
      await rotate(`${session}-1`, `${session}-2`, late);
      expect(await rotate(`${session}-0`, `${session}-1`, late)).to.include({ kind: 'Replayed' });
    });

    it('makes one successor when many calls ask for the same one at once', async () => {
      const session = await started();
      const twins = Array.from({ length: 12 }, (_, n) =>
        sure((vaults[n % 2]?.credentials ?? vault).rotate(`${session}-0`, `${session}-1`, NOW)),
      );
      for (const answer of await Promise.all(twins)) expect(answer).to.include({ kind: 'Rotated', generation: 1 });
      expect(await rotate(`${session}-1`, `${session}-2`)).to.include({ kind: 'Rotated', generation: 2 });
    });

    it('is superseded for another successor within the grace period, and replayed after it', async () => {
      const session = await started();
      await rotate(`${session}-0`, `${session}-1`);
      const grace = plusMillis(NOW, REFRESH_RACE_GRACE_MS);
      expect(await rotate(`${session}-0`, 'x', grace)).to.include({ kind: 'Superseded' });
      expect(await rotate(`${session}-0`, 'x', plusMillis(grace, 1))).to.deep.equal({
        kind: 'Replayed',
        sessionId: session,
        userId: USER,
      });
    });

    it('is replayed at any time once its successor was used too', async () => {
      const session = await started();
      await rotate(`${session}-0`, `${session}-1`);
      await rotate(`${session}-1`, `${session}-2`);
      expect(await rotate(`${session}-0`, 'x')).to.include({ kind: 'Replayed' });
    });

    it('changes nothing when it is replayed, because ending the family is left to the caller', async () => {
      const session = await started();
      await rotate(`${session}-0`, `${session}-1`);
      const late = plusMillis(NOW, REFRESH_RACE_GRACE_MS + 1);
      await rotate(`${session}-0`, 'x', late);
      expect(await rotate(`${session}-1`, `${session}-2`, late)).to.include({ kind: 'Rotated' });
      await sure(vault.endFamily(session));
      for (const token of ['0', '1', '2'])
        expect(await rotate(`${session}-${token}`, 'x', late)).to.deep.equal({ kind: 'Unknown' });
    });

    it('expires after the idle time, and each rotation restarts that time', async () => {
      const session = await started();
      const justInTime = plusMillis(NOW, REFRESH_IDLE_MS - 1);
      expect(await rotate(`${session}-0`, `${session}-1`, justInTime)).to.include({ kind: 'Rotated' });
      const idle = plusMillis(justInTime, REFRESH_IDLE_MS);
      expect(await rotate(`${session}-1`, `${session}-2`, plusMillis(idle, -1))).to.include({ kind: 'Rotated' });
      const other = await started();
      expect(await rotate(`${other}-0`, `${other}-1`, plusMillis(NOW, REFRESH_IDLE_MS))).to.include({
        kind: 'Expired',
      });
    });

    it('expires at the end of its family, even when it was rotated often', async () => {
      const session = await started();
      const step = REFRESH_IDLE_MS - 1;
      let generation = 0;
      for (let ms = step; ms < REFRESH_ABSOLUTE_MS; ms += step) {
        const at = plusMillis(NOW, ms);
        expect(await rotate(`${session}-${generation}`, `${session}-${++generation}`, at)).to.include({
          kind: 'Rotated',
        });
      }
      const end = plusMillis(NOW, REFRESH_ABSOLUTE_MS);
      expect(await rotate(`${session}-${generation}`, 'x', end)).to.include({ kind: 'Expired' });
    });

    it('names its family until the family ends, both current and used', async () => {
      const session = await started();
      await rotate(`${session}-0`, `${session}-1`);
      for (const token of ['0', '1'])
        expect(await sure(vault.familyOf(`${session}-${token}`))).to.deep.equal({ sessionId: session, userId: USER });
      await sure(vault.endFamily(session));
      await sure(vault.endFamily(session));
      expect(await sure(vault.familyOf(`${session}-1`))).to.equal(undefined);
    });
  });

  it('forgets the token of a session that is started again', async () => {
    const session = await started();
    await sure(vault.startFamily(session, USER, `${session}-again`, NOW));
    expect(await rotate(`${session}-0`, 'x')).to.deep.equal({ kind: 'Unknown' });
    expect(await rotate(`${session}-again`, `${session}-1`)).to.include({ kind: 'Rotated', generation: 1 });
  });

  it("lists a user's families, oldest first", async () => {
    const [late, early, middle] = [newSession(), newSession(), newSession()];
    for (const [session, ms] of [
      [late, 3],
      [early, 1],
      [middle, 2],
    ] as const)
      await sure(vault.startFamily(session, OTHER, `${session}-0`, plusMillis(NOW, ms)));
    expect(await sure(vault.familiesOf(OTHER))).to.deep.equal([early, middle, late]);
    await sure(vault.endFamily(middle));
    expect(await sure(vault.familiesOf(OTHER))).to.deep.equal([early, late]);
  });

  describe('the owner link', () => {
    const end = plusMillis(NOW, OWNER_LINK_LIFETIME_MS);

    it('is valid until it expires or a new one replaces it', async () => {
      await sure(vault.putOwnerLink('first', end));
      expect(await sure(vault.ownerLinkIs('first', NOW))).to.equal(true);
      expect(await sure(vault.ownerLinkIs('other', NOW))).to.equal(false);
      expect(await sure(vault.ownerLinkIs('first', end))).to.equal(false);
      expect(await sure(vault.takeOwnerLink('first', end))).to.equal(false);
      await sure(vault.putOwnerLink('second', end));
      expect(await sure(vault.ownerLinkIs('first', NOW))).to.equal(false);
      expect(await sure(vault.ownerLinkIs('second', NOW))).to.equal(true);
    });

    it('is taken by exactly one of many callers', async () => {
      await sure(vault.putOwnerLink('taken', end));
      const takers = Array.from({ length: 10 }, (_, n) =>
        sure((vaults[n % 2]?.credentials ?? vault).takeOwnerLink('taken', NOW)),
      );
      expect((await Promise.all(takers)).filter((taken) => taken)).to.have.length(1);
      expect(await sure(vault.takeOwnerLink('taken', NOW))).to.equal(false);
    });
  });

  it('reports that it is unavailable when its database is away', async () => {
    const closed = await openVault({ connectionString: database.url });
    await closed.close();
    const answer = await closed.credentials.passwordOf(USER)();
    expect(E.isLeft(answer) && answer.left.kind).to.equal('VaultUnavailable');
  });
});
