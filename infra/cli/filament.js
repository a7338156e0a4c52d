#!/usr/bin/env node
/** `npx filament`: the same set-up as `npm start`, then the CLI on the pinned Node. */
import { run } from '../setup/run.js';

await run('filament', process.argv.slice(2));
