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

// Whoever reads our output may stop reading, as `head` does: that is an end, not a fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.ok);
});

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
  const terminal = openTerminal(process, json === true);
  process.exitCode = await command(terminal, interrupted.signal).catch((error: unknown) => explain(terminal, error));
});

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
}
