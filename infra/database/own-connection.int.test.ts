import { createServer, type Server, type Socket } from 'node:net';
import { expect } from 'chai';
import { listenForAppends } from '#infra/log/postgres/listener.ts';
import { until } from '#infra/workshop/contract/log/sample-events.ts';
import { type CuttingProxy, openCuttingProxy } from '#infra/workshop/testkit/cutting-proxy.ts';
import { freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { aborted, keepConnected, onOwnConnection } from './own-connection.ts';

describe('a connection of its own', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let proxy: CuttingProxy;
  before(async () => {
    database = await freshDatabase();
    proxy = await openCuttingProxy(database.url);
  });
  after(async () => {
    await proxy.close();
    await database.drop();
  });

  it('tells its user that it is over, when it is lost and when it is stopped', async () => {
    for (const end of [() => proxy.cut(), (stop: AbortController) => stop.abort()]) {
      const stop = new AbortController();
      let used = false;
      await onOwnConnection(proxy.connection, stop.signal, async (client, over) => {
        expect((await client.query('SELECT 1 AS one')).rows).to.deep.equal([{ one: 1 }]);
        expect(over.aborted).to.equal(false);
        end(stop);
        await until(() => over.aborted);
        used = true;
      });
      expect(used).to.equal(true);
    }
  });

  it('is opened again after it was lost, until it is stopped', async () => {
    let opened = 0;
    const failures: unknown[] = [];
    const use = async (_: unknown, over: AbortSignal): Promise<void> => {
      opened += 1;
      await aborted(over);
      if (opened === 2) throw new Error('the use failed');
    };
    const stop = keepConnected(proxy.connection, 1, use, (error) => failures.push(error));
    for (const times of [1, 2, 3]) {
      await until(() => opened === times);
      if (times < 3) proxy.cut();
    }
    await stop();
    expect(opened).to.equal(3);
    expect(String(failures)).to.equal('Error: the use failed');
  });

  describe('with a server that accepts connections and stays silent', () => {
    let silent: Server;
    const taken: Socket[] = [];
    const address = () => {
      const at = silent.address();
      return { host: '127.0.0.1', port: typeof at === 'object' && at !== null ? at.port : 0 };
    };
    before(async () => {
      silent = createServer((socket) => taken.push(socket.on('error', () => undefined)));
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    });
    after(async () => {
      for (const socket of taken) socket.destroy();
      await new Promise((resolve) => silent.close(resolve));
    });

    it('stops while it connects', async () => {
      const stop = new AbortController();
      const outcome = onOwnConnection(address(), stop.signal, async () => expect.fail('there is no connection')).then(
        () => 'used',
        (error: Error) => error.name,
      );
      await until(() => taken.length > 0);
      stop.abort();
      expect(await outcome).to.equal('AbortError');
    });

    it('lets a listener for appends stop too', async () => {
      const before = taken.length;
      const stop = listenForAppends(address(), () => expect.fail('nothing was appended'));
      await until(() => taken.length > before);
      await stop();
    });
  });
});
