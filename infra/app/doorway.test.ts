import type { RequestListener } from 'node:http';
import { connect } from 'node:net';
import { expect } from 'chai';
import { type Doorway, type HouseHandlers, openDoorway } from './doorway.ts';

const HASTY = { headersWithinMs: 100, requestWithinMs: 200, keepAliveMs: 100, lookEveryMs: 20 };

/** Reads what the server sends until it closes the connection. */
const untilClosed = (port: number, ...writes: ReadonlyArray<string>): Promise<string> =>
  new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => {
      for (const bytes of writes) socket.write(bytes);
    });
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });

/** Builds a house that offers no upgrade. */
const house = (handle: RequestListener): HouseHandlers => ({
  handle,
  offers: () => false,
  upgrade: (_request, socket) => socket.destroy(),
});

describe('the door', () => {
  let door: Doorway;
  beforeEach(async () => {
    door = await openDoorway('127.0.0.1', 0, HASTY);
  });
  afterEach(async () => {
    door.slam();
    await door.close();
  });

  it('says that the server is starting until the house is open', async () => {
    const url = `http://127.0.0.1:${door.port}`;
    const early = await fetch(`${url}/guilds`);
    expect(early.status).to.equal(503);
    expect(await early.json()).to.include({ code: 'not_ready' });
    expect((await fetch(`${url}/health/live`)).status).to.equal(200);
    door.because('message-timeline is being brought up to date, 40 %, 9 s left');
    const ready = await fetch(`${url}/health/ready`);
    expect([ready.status, (await ready.json()).detail]).to.deep.equal([
      503,
      'The server is starting: message-timeline is being brought up to date, 40 %, 9 s left. Try again in a moment.',
    ]);
    door.open(house((_req, res) => res.end('inside')));
    expect(await (await fetch(`${url}/guilds`)).text()).to.equal('inside');
  });

  it('cuts a connection whose headers never end', async () => {
    expect(await untilClosed(door.port, 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ')).to.match(/^HTTP\/1\.1 408 /);
  });

  it('cuts a connection that sends nothing', async () => {
    expect(await untilClosed(door.port)).to.match(/^HTTP\/1\.1 408 |^$/);
  });

  it('stays up when a socket asks for an upgrade and is reset', async () => {
    const upgraded = new Promise<void>((resolve) => {
      door.open({
        handle: (_req, res) => res.end('inside'),
        offers: () => true,
        upgrade: (_request, socket) => {
          socket.once('close', () => resolve());
          socket.write('a');
        },
      });
    });
    const socket = connect(door.port, '127.0.0.1', () => {
      socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    });
    socket.on('error', () => undefined);
    socket.once('data', () => socket.resetAndDestroy());
    await upgraded;
    expect(await (await fetch(`http://127.0.0.1:${door.port}/`)).text()).to.equal('inside');
  });

  it('cuts a connection whose body never ends', async () => {
    door.open(house((req) => req.resume()));
    const head = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n';
    expect(await untilClosed(door.port, head, 'a')).to.match(/^HTTP\/1\.1 408 /);
  });

  it('finishes the answers under way when it closes', async () => {
    let answer: (() => void) | undefined;
    const asked = new Promise<void>((resolve) => {
      door.open(
        house((_req, res) => {
          answer = () => res.end('at last');
          resolve();
        }),
      );
    });
    const response = fetch(`http://127.0.0.1:${door.port}/`);
    await asked;
    const closed = door.close();
    answer?.();
    expect(await (await response).text()).to.equal('at last');
    await closed;
    door = await openDoorway('127.0.0.1', 0, HASTY);
  });
});
