import { expect } from 'chai';
import type { Position } from '#domain/kernel/event.ts';
import { commitsTo } from '#projections/engine/commits.ts';
import type { Generation, Step } from '#projections/ports/sink.ts';

const generation: Generation = {
  model: 'session-list',
  version: 1,
  generation: 1,
  name: 'rm_session_list_v1_g1',
  status: 'active',
  position: 0n,
};
const tick = () => new Promise(setImmediate);

/** Commits over a sink whose writes wait for the test to end them. Time passes when the test says so. */
const staged = () => {
  const stop = new AbortController();
  const asked: Array<{ readonly step: Step<string>; readonly end: (how?: Error) => Promise<unknown> }> = [];
  const pausing: Array<() => void> = [];
  let checkpoint: Position = generation.position;
  let moved = 0;
  const commits = commitsTo<string>(
    {
      sink: {
        apply: (_, step) =>
          new Promise((resolve, reject) => {
            const end = (how?: Error): Promise<unknown> => {
              if (how !== undefined) reject(how);
              else if (step.from !== checkpoint) resolve('moved');
              else {
                checkpoint = step.to;
                resolve('applied');
              }
              return tick();
            };
            asked.push({ step, end });
          }),
      },
      pause: (_, signal) =>
        new Promise((resolve) => {
          pausing.push(resolve);
          signal.addEventListener('abort', () => resolve());
        }),
    },
    generation,
    stop.signal,
    () => {
      moved += 1;
    },
  );
  const commit = (to: Position, ...changes: ReadonlyArray<string>) => commits.commit({ to, changes, parked: [] });
  const timePasses = async (): Promise<void> => {
    for (const go of pausing.splice(0)) go();
    await tick();
  };
  return { commits, commit, asked, timePasses, stop, checkpoint: () => checkpoint, moved: () => moved };
};

describe('the writer of steps to one generation', () => {
  it('writes the checkpoint of a step without changes a moment later', async () => {
    const { commit, asked, timePasses, checkpoint, commits } = staged();
    expect(await commit(5n)).to.equal(true);
    expect(commits.position()).to.equal(5n);
    expect(asked).to.have.length(0);
    await timePasses();
    await asked[0]?.end();
    expect(checkpoint()).to.equal(5n);
  });

  it('never takes the checkpoint back behind a step that was being written meanwhile', async () => {
    const { commit, asked, timePasses, checkpoint, commits } = staged();
    await commit(5n);
    const changing = commit(9n, 'a row');
    await tick();
    await timePasses();
    await asked[0]?.end();
    expect(await changing).to.equal(true);
    for (const late of asked.slice(1)) await late.end();
    expect(checkpoint()).to.equal(9n);
    expect(commits.position()).to.equal(9n);
  });

  it('tries again to write a checkpoint after a failure, without waiting for another event', async () => {
    const { commit, asked, timePasses, checkpoint } = staged();
    await commit(5n);
    await timePasses();
    await asked[0]?.end(new Error('the database is away'));
    expect(checkpoint()).to.equal(0n);
    await timePasses();
    await asked[1]?.end();
    expect(checkpoint()).to.equal(5n);
  });

  it('tries once more to write an owed checkpoint when it is closed, and then stops', async () => {
    const { commit, asked, stop, checkpoint, commits } = staged();
    await commit(5n);
    stop.abort();
    const closed = commits.close();
    await tick();
    await asked[0]?.end(new Error('the database is away'));
    await tick();
    await asked[1]?.end(new Error('the database is away'));
    await closed;
    await tick();
    expect(asked).to.have.length(2);
    expect(checkpoint()).to.equal(0n);
  });

  it('reports that another generation is active after a step was refused', async () => {
    const { commit, asked, moved } = staged();
    const first = commit(5n, 'a row');
    await tick();
    await asked[0]?.end();
    await first;
    const other = commit(9n, 'a row');
    await tick();
    Object.assign(asked[1]?.step ?? {}, { from: 3n });
    await asked[1]?.end();
    expect(await other).to.equal(false);
    expect(await commit(12n)).to.equal(false);
    expect(moved()).to.equal(1);
  });

  it('reports it also after a checkpoint alone was refused', async () => {
    const { commit, asked, timePasses, moved } = staged();
    await commit(5n);
    await timePasses();
    Object.assign(asked[0]?.step ?? {}, { from: 3n });
    await asked[0]?.end();
    expect(moved()).to.equal(1);
  });
});
