/** The CLI's own composition root: a command line in, an exit code out. */
import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { keepCompiled } from '#infra/app/compiled.ts';
import { EXIT, type ExitCode, Stop } from './exit-codes.ts';
import { createProgram } from './program.ts';
import { openTerminal, type Terminal } from './terminal.ts';

keepCompiled();

const interrupted = new AbortController();
/** The first Ctrl-C lets a command finish cleanly; the second is nobody's to wait for. */
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => interrupted.abort(new Stop(EXIT.interrupted, 'Interrupted.')));
}

/** Of a command whose output goes nowhere any more; it comes to its end, and closes what it opened. */
let unread: ExitCode | undefined;
const brokenOff = (error: NodeJS.ErrnoException): void => {
  if (unread !== undefined) return;
  // Whoever reads our output may stop reading, as `head` does: that is an end, not a fault.
  unread = error.code === 'EPIPE' ? EXIT.ok : EXIT.unavailable;
  if (unread !== EXIT.ok) process.stderr.write(`Standard output cannot be written: ${error.message}\n`);
  process.exitCode = unread;
  interrupted.abort(new Stop(EXIT.interrupted, 'Nobody reads on.'));
};
process.stdout.on('error', brokenOff);
// Remarks and progress that nobody reads are no reason to break off what they tell of.
process.stderr.on('error', () => undefined);

const explain = (terminal: Terminal, error: unknown): ExitCode => {
  if (error instanceof Stop) {
    terminal.remark(error.message);
    terminal.give({ error: error.message });
    return error.exitCode;
  }
  terminal.remark(error instanceof Error ? (error.stack ?? error.message) : String(error));
  terminal.give({ error: error instanceof Error ? error.message : String(error) });
  return EXIT.internal;
};

const manifest: { readonly version: string } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);

const program = createProgram(manifest.version, async (command, { json }) => {
  const terminal = openTerminal(process, json === true, brokenOff);
  const done = await command(terminal, interrupted.signal).catch(
    (error: unknown) => unread ?? explain(terminal, error),
  );
  process.exitCode = unread ?? done;
});

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
}
