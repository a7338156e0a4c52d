#!/usr/bin/env node
/** Starts `npx filament`: it prepares as `npm start` does, then runs the CLI on the pinned Node. */
import { run } from '../setup/run.js';

await run('filament', process.argv.slice(2));
