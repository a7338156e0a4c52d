/** The CLI's composition root. It turns a command line into an exit code. */
import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { keepCompiled } from '#infra/app/compiled.ts';
import { endProcess, heedSignals, interrupt, interrupted } from './ending.ts';
import { EXIT, type ExitCode, Stop } from './exit-codes.ts';
import { createProgram } from './program.ts';
import { openTerminal, type Terminal } from './terminal.ts';

keepCompiled();

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
  interrupt(new Stop(EXIT.interrupted, 'The reader of the output has left.'));
};
process.stdout.on('error', brokenOff);
// Remarks and progress are optional, so a closed standard error does not end the command.
process.stderr.on('error', () => undefined);

const explain = async (terminal: Terminal, error: unknown): Promise<ExitCode> => {
  // It loads the rooms of the log and the database, which `--help` does not need.
  const { foreseen } = await import('./foreseen.ts');
  const stop = foreseen(error);
  if (stop !== undefined) {
    terminal.remark(stop.message);
    terminal.give({ error: stop.message });
    return stop.exitCode;
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
  // The operator can do nothing about a warning of the runtime, such as the one for a node that is named by its address.
  process.removeAllListeners('warning');
  process.once('uncaughtException', async (error) => {
    process.exitCode = unread ?? (await explain(terminal, error));
    await endProcess();
  });
  heedSignals();
  const done = await command(terminal, interrupted).catch(
    async (error: unknown) => unread ?? (await explain(terminal, error)),
  );
  process.exitCode = unread ?? done;
});

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
}
await endProcess();
