/** Runs `filament import`. The running server does the work, or this process when no server runs. */
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { importCommands } from '#commands/import/compose.ts';
import { foldsOf } from '#commands/machine/folds.ts';
import { serverOwnerOf } from '#commands/server/server-owner.ts';
import type { ImportAnswer } from '#infra/app/admin-tasks.ts';
import { systemClock } from '#infra/app/clock.ts';
import { ImportRefused, type ImportReport, importConversation } from '#infra/app/import-conversation.ts';
import { createIdSource } from '#infra/keys/ids/id-source.ts';
import { createSealedEventStore } from '#infra/log/sealing/sealed-event-store.ts';
import { askAdmin, NoServerRuns, ServerGone } from '#infra/operate/admin/ask-admin.ts';
import { SocketPathTooLong } from '#infra/operate/admin/socket-path.ts';
import { ImportFailed, type ImportTally } from '#infra/operate/import/run-import.ts';
import { count, duration } from '#infra/operate/words.ts';
import { EXIT, type ExitCode, Stop } from './exit-codes.ts';
import { configuration, sealerOf, withDatabase, withVault, withWritableLog } from './opened.ts';
import type { Terminal } from './terminal.ts';

const CHUNK_BYTES = 256 * 1_024;
const GO_ON = 'Run it again to continue where it stopped.';
const interrupted = (): Stop => new Stop(EXIT.interrupted, `Interrupted. ${GO_ON}`);

type Source = {
  readonly bytes: () => AsyncIterable<Buffer>;
  /** Share of the source that was read, from 0 to 1. Undefined for standard input. */
  readonly share: () => number | undefined;
};

/**
 * Yields the stream's data until the signal aborts.
 * A terminal or a pipe would otherwise be waited for without end. The stream is destroyed and does not end, so that its
 * reader does not report the line in progress as a bad line.
 */
async function* untilAborted(stream: Readable, signal: AbortSignal): AsyncGenerator<Buffer> {
  const leave = (): unknown => stream.destroy();
  if (signal.aborted) leave();
  signal.addEventListener('abort', leave, { once: true });
  yield* stream;
}

const openSource = async (file: string, signal: AbortSignal): Promise<Source> => {
  if (file === '-') return { bytes: () => untilAborted(process.stdin, signal), share: () => undefined };
  const unreadable = (why: string): Stop => new Stop(EXIT.unavailable, `${file} cannot be read: ${why}`);
  const handle = await open(file).catch((error: Error) => {
    throw unreadable(error.message);
  });
  const found = await handle.stat();
  if (found.isDirectory()) {
    await handle.close();
    throw unreadable('it is a folder');
  }
  const stream = handle.createReadStream({ highWaterMark: CHUNK_BYTES });
  // The stream may fail before it is read, and its reader then meets the same error.
  stream.on('error', () => undefined);
  const share = (): number => (found.size === 0 ? 1 : stream.bytesRead / found.size);
  return { bytes: () => untilAborted(stream, signal), share: found.isFile() ? share : () => undefined };
};

type Run = (source: Source, guildName: string, onProgress: (tally: ImportTally) => void) => Promise<ImportReport>;

const throughServer =
  (home: string): Run =>
  async ({ bytes }, guild, onProgress) => {
    for await (const line of askAdmin(home, '/import', { guild }, bytes)) {
      // The answer is from a server of the same version.
      const answer = line as ImportAnswer | { readonly failure: string };
      if ('report' in answer) return answer.report;
      if ('refused' in answer) throw new ImportRefused(answer.refused);
      if ('failure' in answer) throw new ImportFailed(answer.failure);
      onProgress(answer.progress);
    }
    throw new ServerGone('it ended before it finished the answer');
  };

const byOurselves =
  (signal: AbortSignal): Run =>
  ({ bytes }, guildName, onProgress) =>
    withDatabase((database) =>
      withWritableLog(database, (log) =>
        withVault(database, async (vault) => {
          const { store } = createSealedEventStore({ log, sealer: sealerOf(vault) });
          const folds = foldsOf(store);
          const ids = createIdSource(await vault.serverKeys.of('id-derivation'));
          const clock = systemClock();
          const imports = importCommands({ store, clock, ids, folds });
          const run = importConversation({ imports, serverOwner: serverOwnerOf(folds), ids });
          return run({ guildName, source: bytes(), onProgress, signal });
        }),
      ),
    );

const explained = (error: unknown): unknown => {
  if (error instanceof ImportRefused) return new Stop(EXIT.problemFound, `Nothing was imported: ${error.message}.`);
  if (error instanceof ImportFailed)
    return new Stop(EXIT.unavailable, `The import stopped: ${error.message}. ${GO_ON}`);
  if (error instanceof ServerGone) return new Stop(EXIT.unavailable, `The server ended (${error.message}). ${GO_ON}`);
  return error;
};

const runEither = async (
  signal: AbortSignal,
  ...[source, guild, onProgress]: Parameters<Run>
): Promise<ImportReport> => {
  try {
    return await throughServer(configuration().home)(source, guild, onProgress);
  } catch (error) {
    // With a home whose path is too long for a socket, no server can be asked.
    if (!(error instanceof NoServerRuns || error instanceof SocketPathTooLong))
      throw signal.aborted ? interrupted() : explained(error);
  }
  return byOurselves(signal)(source, guild, onProgress).catch((error: unknown) => {
    throw explained(error);
  });
};

const tell = (terminal: Terminal, report: ImportReport, ms: number): void => {
  const { imported, alreadyThere, channels, authors, badLines, bad, lines, outOfOrder } = report;
  for (const { number, reason } of bad) terminal.remark(`line ${number} ${reason}`);
  if (badLines > bad.length) terminal.remark(`... and ${count(badLines - bad.length)} more bad lines`);
  if (outOfOrder > 0)
    terminal.remark(
      `${count(outOfOrder)} messages are stored later than their place in the file, because the database was away`,
    );
  const rate = ms > 0 ? (lines / ms) * 1_000 : 0;
  terminal.say(
    `${count(imported)} messages imported, ${count(alreadyThere)} were there before, ${count(badLines)} bad lines`,
  );
  terminal.say(`${count(channels)} channels, ${count(authors)} authors, in ${duration(ms)} (${count(rate)} lines/s)`);
  terminal.give({
    guild_id: report.guildId,
    import_id: report.importId,
    lines,
    imported,
    already_there: alreadyThere,
    channels,
    authors,
    bad_lines: badLines,
    bad: bad.map(({ number, reason }) => ({ line: number, reason })),
    out_of_order: outOfOrder,
    seconds: Math.round(ms) / 1_000,
  });
};

export const importFile = async (
  terminal: Terminal,
  file: string,
  guildName: string,
  signal: AbortSignal,
): Promise<ExitCode> => {
  const over = new AbortController();
  const source = await openSource(file, AbortSignal.any([signal, over.signal]));
  const began = performance.now();
  const progress = terminal.progress(`import ${guildName}`, 'lines');
  let report: ImportReport;
  try {
    report = await runEither(signal, source, guildName, ({ lines }) =>
      progress.at({ done: lines, share: source.share() }),
    );
  } finally {
    progress.end();
    // An import may end before its source does. An open standard input would keep the process alive.
    over.abort();
  }
  tell(terminal, report, performance.now() - began);
  if (signal.aborted) throw interrupted();
  return report.badLines + report.outOfOrder > 0 ? EXIT.partlyDone : EXIT.ok;
};
