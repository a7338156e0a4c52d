import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect } from 'chai';
import { freePort } from './free-port.ts';

/** Where Linux begins to hand out ports by itself, and other systems begin later. */
const HANDED_OUT_FROM = 32_768;

describe('a free port', () => {
  it('can be listened on, and is none that the system hands to somebody else meanwhile', async () => {
    const port = await freePort();
    expect(port).to.be.below(HANDED_OUT_FROM);
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
  });
});
