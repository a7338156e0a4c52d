/**
 * Child process to be killed and frozen: the ports of one node of the double. It gets `port:behind` for each port, and
 * passes connections on to the double. A frozen process keeps its connections and answers nothing, as a node does.
 */
import { connect, createServer } from 'node:net';

for (const pair of process.argv.slice(2)) {
  const [port, behind] = pair.split(':').map(Number);
  if (port === undefined || behind === undefined) throw new Error('a pair of ports is missing');
  createServer((near) => {
    const far = connect(behind, '127.0.0.1');
    near.pipe(far).pipe(near);
    near.on('error', () => far.destroy()).on('close', () => far.destroy());
    far.on('error', () => near.destroy()).on('close', () => near.destroy());
  }).listen(port, '127.0.0.1');
}
