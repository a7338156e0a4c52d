import { expect } from 'chai';
import { serial, serialByKey } from './serial.ts';

/** A task that ends when the test says so. */
const handTask = <A>(name: string, log: Array<string>) => {
  const { promise, resolve, reject } = Promise.withResolvers<A>();
  const task = async (): Promise<A> => {
    log.push(`${name} starts`);
    return promise.finally(() => log.push(`${name} ends`));
  };
  return { task, succeed: resolve, fail: reject };
};

/** Lets every reaction run that waits for nothing but promises. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a serial', () => {
  it('starts a task when the task before has ended', async () => {
    const log: Array<string> = [];
    const { run } = serial();
    const [first, second] = [handTask<string>('first', log), handTask<string>('second', log)];
    const answers = Promise.all([run(first.task), run(second.task)]);
    await settled();
    expect(log).to.deep.equal(['first starts']);
    first.succeed('one');
    await settled();
    expect(log).to.deep.equal(['first starts', 'first ends', 'second starts']);
    second.succeed('two');
    expect(await answers).to.deep.equal(['one', 'two']);
  });

  it('goes on after a task that failed, and tells the failure to its caller alone', async () => {
    const { run } = serial();
    const outcomes = await Promise.allSettled([run(() => Promise.reject(new Error('no'))), run(async () => 'yes')]);
    expect(outcomes.map(({ status }) => status)).to.deep.equal(['rejected', 'fulfilled']);
  });

  it('is idle when every task that was given has ended, failed or not', async () => {
    const log: Array<string> = [];
    const { run, idle } = serial();
    await idle();
    const one = handTask<void>('one', log);
    const given = run(one.task).catch(() => undefined);
    const rest = idle().then(() => log.push('idle'));
    await settled();
    expect(log).to.deep.equal(['one starts']);
    one.fail(new Error('no'));
    await Promise.all([given, rest]);
    expect(log).to.deep.equal(['one starts', 'one ends', 'idle']);
  });
});

describe('a serial by key', () => {
  it('starts a task of a free key at once', () => {
    const log: Array<string> = [];
    const { run } = serialByKey<string>();
    void run('a', handTask<void>('one', log).task);
    void run('b', handTask<void>('two', log).task);
    expect(log).to.deep.equal(['one starts', 'two starts']);
  });

  it('keeps the tasks of one key in order, after a failure too', async () => {
    const log: Array<string> = [];
    const { run } = serialByKey<string>();
    const [first, second] = [handTask<void>('first', log), handTask<void>('second', log)];
    const refused = run('a', first.task).catch((error: Error) => error.message);
    const done = run('a', second.task);
    await settled();
    expect(log).to.deep.equal(['first starts']);
    first.fail(new Error('no'));
    await settled();
    expect(log).to.deep.equal(['first starts', 'first ends', 'second starts']);
    second.succeed();
    await done;
    expect(await refused).to.equal('no');
  });

  it('is idle when no key has a task left, those given meanwhile included', async () => {
    const log: Array<string> = [];
    const { run, idle } = serialByKey<string>();
    await idle();
    const [first, later] = [handTask<void>('first', log), handTask<void>('later', log)];
    void run('a', first.task);
    const rest = idle().then(() => log.push('idle'));
    void run('a', later.task);
    first.succeed();
    await settled();
    expect(log).to.deep.equal(['first starts', 'first ends', 'later starts']);
    later.succeed();
    await rest;
    expect(log.at(-1)).to.equal('idle');
  });
});
