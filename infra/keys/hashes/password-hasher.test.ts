import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import { createPasswordHasher } from './password-hasher.ts';

const CHEAP = { memoryCost: 1_024, timeCost: 2, parallelism: 1 };
const hasher = createPasswordHasher({ cost: CHEAP });
const hashed = async (password: string): Promise<string> => {
  const result = await hasher.hash(password)();
  return E.isRight(result) ? result.right : expect.fail('the hasher was busy');
};

describe('the password hasher', () => {
  it('knows a password again, and no other', async () => {
    const stored = await hashed('correct horse battery');
    expect(stored).to.match(/^\$argon2id\$v=19\$m=1024,(t=2,p=1|p=1,t=2)\$/);
    expect(await hasher.verify(stored, 'correct horse battery')()).to.deep.equal(E.right(true));
    expect(await hasher.verify(stored, 'correct horse batter')()).to.deep.equal(E.right(false));
    expect(await hasher.verify(stored, 'Correct horse battery')()).to.deep.equal(E.right(false));
  });

  it('salts: the same password never hashes the same', async () => {
    expect(await hashed('same')).to.not.equal(await hashed('same'));
  });

  it('tells passwords apart that differ only behind their 72nd byte', async () => {
    const long = 'x'.repeat(100);
    expect(await hasher.verify(await hashed(`${long}a`), `${long}b`)()).to.deep.equal(E.right(false));
  });

  it('answers no, and does not throw, for nobody and for hashes that cannot be read', async () => {
    for (const stored of [undefined, '', 'x', '$argon2id$', '$argon2id$v=19$m=1,t=0,p=0$AAAA$AAAA', '$2b$10$abc'])
      expect(await hasher.verify(stored, 'anything')(), String(stored)).to.deep.equal(E.right(false));
  });

  it('lets a bounded number wait and turns the rest away with a time to come back', async () => {
    const small = createPasswordHasher({ cost: CHEAP, concurrency: 1, waitingMax: 2 });
    const results = await Promise.all(Array.from({ length: 10 }, () => small.hash('flood')()));
    expect(results.filter(E.isRight)).to.have.length(3);
    for (const result of results.filter(E.isLeft)) {
      expect(result.left.kind).to.equal('HasherBusy');
      expect(result.left.retryAfterSecs).to.be.at.least(1);
    }
    expect(E.isRight(await small.hash('after the flood')()), 'it recovers').to.equal(true);
  });

  it('lets those who wait in, one after the other', async () => {
    const small = createPasswordHasher({ cost: CHEAP, concurrency: 1 });
    const results = await Promise.all(Array.from({ length: 5 }, (_, n) => small.hash(String(n))()));
    expect(results.every(E.isRight)).to.equal(true);
  });

  it('costs what is wanted, or on a slow machine the least that is accepted practice', async () => {
    const result = await createPasswordHasher().hash('correct horse battery')();
    expect(E.isRight(result) && result.right).to.match(
      /^\$argon2id\$v=19\$(m=65536,(t=3,p=1|p=1,t=3)|m=47104,(t=1,p=1|p=1,t=1))\$/,
    );
  });
});
