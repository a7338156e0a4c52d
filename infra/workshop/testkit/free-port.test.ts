import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect } from 'chai';
import { freePort } from './free-port.ts';

/** First port that Linux assigns by itself. Other systems begin later. */
const HANDED_OUT_FROM = 32_768;

describe('a free port', () => {
  it('can be listened on, and is outside the range that the system assigns by itself', async () => {
    const port = await freePort();
    expect(port).to.be.below(HANDED_OUT_FROM);
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
  });
});
