/** Shows the page of components: `node infra/workshop/pictures/components.ts`. Ctrl-C ends it. */

import { once } from 'node:events';
import { serveComponents } from './components-page.ts';

const page = await serveComponents();
process.stdout.write(`components: ${page.url}\n`);
await once(process, 'SIGINT');
await page.stop();
