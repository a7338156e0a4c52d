/** The CLI's composition root. It turns a command line into an exit code. */
import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { keepCompiled } from '#infra/app/compiled.ts';
import { EXIT, type ExitCode, Stop } from './exit-codes.ts';
import { createProgram } from './program.ts';
import { openTerminal, type Terminal } from './terminal.ts';

keepCompiled();

const interrupted = new AbortController();
/** The first Ctrl-C lets a command finish cleanly. A second one ends the process at once. */
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => interrupted.abort(new Stop(EXIT.interrupted, 'Interrupted.')));
}

/**
 * Exit code of a command whose output can no longer be written. The command still finishes and closes its resources.
 */
let unread: ExitCode | undefined;
const brokenOff = (error: NodeJS.ErrnoException): void => {
  if (unread !== undefined) return;
  // The reader of the output may stop reading, as `head` does. That is an end and not a failure.
  unread = error.code === 'EPIPE' ? EXIT.ok : EXIT.unavailable;
  if (unread !== EXIT.ok) process.stderr.write(`Standard output cannot be written: ${error.message}\n`);
  process.exitCode = unread;
  interrupted.abort(new Stop(EXIT.interrupted, 'The reader of the output has left.'));
};
process.stdout.on('error', brokenOff);
// Remarks and progress are optional, so a closed standard error does not end the command.
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
