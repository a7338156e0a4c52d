import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { type AdminSocket, openAdminSocket } from './admin-socket.ts';
import { askAdmin, NoServerRuns } from './ask-admin.ts';
import { adminSocketPath } from './socket-path.ts';

async function* pieces(...texts: ReadonlyArray<string>): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

const answerOf = async (
  home: string,
  task: string,
  ...body: ReadonlyArray<string>
): Promise<ReadonlyArray<unknown>> => {
  const lines: unknown[] = [];
  for await (const line of askAdmin(home, task, { name: 'a b' }, () => pieces(...body))) lines.push(line);
  return lines;
};

const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.fail('it did not fail'),
    (error: unknown) => error,
  );

describe("the server's admin socket", () => {
  let home: string;
  let socket: AdminSocket | undefined;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'filament-admin-'));
  });
  afterEach(async () => {
    await socket?.close();
    socket = undefined;
    await rm(home, { recursive: true });
  });

  it("hands the body to the task and the task's lines back", async () => {
    socket = await openAdminSocket(home, {
      '/echo': async ({ params, body, write }) => {
        for await (const chunk of body) write({ name: params.get('name'), chunk: chunk.toString() });
      },
    });
    const lines = await answerOf(home, '/echo', 'one');
    expect(lines).to.deep.equal([{ name: 'a b', chunk: 'one' }]);
  });

  it('can be opened by its own user only', async () => {
    socket = await openAdminSocket(home, {});
    expect((await stat(socket.path)).mode & 0o777).to.equal(0o600);
    expect((await stat(dirname(socket.path))).mode & 0o777).to.equal(0o700);
  });

  it('reports a task that failed, and serves the next one', async () => {
    socket = await openAdminSocket(home, {
      '/break': () => Promise.reject(new Error('no guild')),
      '/work': async ({ write }) => write({ fine: true }),
    });
    expect(await answerOf(home, '/break', 'x'.repeat(10_000_000))).to.deep.equal([{ failure: 'no guild' }]);
    expect(await answerOf(home, '/work')).to.deep.equal([{ fine: true }]);
  });

  it('knows no task with an inherited name', async () => {
    socket = await openAdminSocket(home, {});
    expect(await failureOf(answerOf(home, '/constructor')))
      .to.have.property('message')
      .that.matches(/does not know/);
  });

  it('tells a task when its caller has left', async () => {
    let left: (() => void) | undefined;
    const whenLeft = new Promise<void>((resolve) => {
      left = resolve;
    });
    socket = await openAdminSocket(home, {
      '/wait': async ({ signal, write }) => {
        signal.addEventListener('abort', () => left?.());
        write({ waiting: true });
        await whenLeft;
      },
    });
    const lines = askAdmin(home, '/wait', {}, () => pieces());
    expect(await lines.next()).to.deep.include({ value: { waiting: true } });
    await lines.return(undefined);
    await whenLeft;
  });

  it('survives a caller who leaves while it still sends', async () => {
    socket = await openAdminSocket(home, {
      '/refuse': async ({ write }) => write({ refused: true }),
      '/read': async ({ body, write }) => {
        write({ reading: true });
        for await (const _chunk of body) write({ more: true });
      },
    });
    for (const task of ['/refuse', '/read']) {
      const endless = async function* (): AsyncGenerator<Buffer> {
        for (;;) yield Buffer.alloc(64 * 1024);
      };
      const lines = askAdmin(home, task, {}, endless);
      expect(await lines.next()).to.have.property('done', false);
      await lines.return(undefined);
    }
    expect(await answerOf(home, '/refuse')).to.deep.equal([{ refused: true }]);
  });

  it('is reported as missing when no server runs, and after one was killed', async () => {
    expect(await failureOf(answerOf(home, '/echo'))).to.be.instanceOf(NoServerRuns);
    socket = await openAdminSocket(home, {});
    await socket.close();
    await writeFile(adminSocketPath(home), '').catch(() => undefined);
    expect(await failureOf(answerOf(home, '/echo'))).to.be.instanceOf(NoServerRuns);
  });

  it('replaces the socket file of a killed server', async () => {
    await openAdminSocket(home, {}).then((dead) => dead.close());
    await writeFile(adminSocketPath(home), '');
    socket = await openAdminSocket(home, { '/work': async ({ write }) => write({ fine: true }) });
    expect(await answerOf(home, '/work')).to.deep.equal([{ fine: true }]);
  });

  it('reports a home whose path is too long for a socket', () => {
    expect(() => adminSocketPath(`/${'x'.repeat(120)}`)).to.throw(/choose a shorter FILAMENT_HOME/);
  });
});
