import { expect } from 'chai';
import { AlreadyRunning, type Ownership, supervise, type Watch } from './supervision.ts';

const tick = () => new Promise(setImmediate);
const GONE: Ownership = { gone: Promise.resolve() };
const HELD: Ownership = { gone: new Promise(() => undefined) };

/** Starts a supervision whose attempts to own Postgres again wait for the test. */
const staged = (first: Ownership) => {
  const stop = new AbortController();
  const told: string[] = [];
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<Ownership>();
  const watch: Watch = {
    away: () => void told.push('away'),
    back: () => void told.push('back'),
    lost: () => void told.push('lost'),
  };
  const own = (): Promise<Ownership> => {
    asked.resolve();
    return answer.promise;
  };
  const ended = supervise(own, first, watch, stop.signal);
  return { stop, told, asked: asked.promise, answer, ended };
};

describe('the supervision of the embedded Postgres', () => {
  it('ends when Postgres was stopped', async () => {
    const gone = Promise.withResolvers<void>();
    const { stop, ended, told } = staged({ gone: gone.promise });
    stop.abort();
    gone.resolve();
    expect(await ended).to.equal('gone');
    expect(told).to.deep.equal([]);
  });

  it('tells when Postgres is away and when it is back', async () => {
    const { asked, answer, told } = staged(GONE);
    await asked;
    answer.resolve(HELD);
    await tick();
    expect(told).to.deep.equal(['away', 'back']);
  });

  it('ends when it is stopped during a restart of Postgres, and says that Postgres may run', async () => {
    const { stop, asked, answer, ended } = staged(GONE);
    await asked;
    stop.abort();
    answer.resolve(HELD);
    expect(await ended).to.equal('started again');
  });

  it('ends when another server took Postgres over', async () => {
    const { asked, answer, told, ended } = staged(GONE);
    await asked;
    answer.reject(new AlreadyRunning('another has it'));
    expect(await ended).to.equal('lost');
    expect(told).to.deep.equal(['away', 'lost']);
  });
});
