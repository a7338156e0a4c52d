/** `filament import`: by the running server when there is one, and by this process when there is none. */
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { importCommands } from '#commands/import/import-commands.ts';
import { foldsOf } from '#commands/machine/folds.ts';
import { serverOwnerOf } from '#commands/server/server-owner.ts';
import type { ImportAnswer } from '#infra/app/admin-tasks.ts';
import { systemClock } from '#infra/app/clock.ts';
import { ImportRefused, type ImportReport, importConversation } from '#infra/app/import-conversation.ts';
import { createIdSource } from '#infra/keys/ids/id-source.ts';
import { createSealedEventStore } from '#infra/log/sealing/sealed-event-store.ts';
import { askAdmin, NobodyListens, ServerLeft } from '#infra/operate/admin/ask-admin.ts';
import { ImportFailed, type ImportTally } from '#infra/operate/import/run-import.ts';
import { count, duration } from '#infra/operate/words.ts';
import { EXIT, type ExitCode, Stop } from './exit-codes.ts';
import { configuration, sealerOf, withDatabase, withVault, withWritableLog } from './opened.ts';
import type { Terminal } from './terminal.ts';

const CHUNK_BYTES = 256 * 1_024;
const GO_ON = 'Run it again to go on where it stopped.';
const interrupted = (): Stop => new Stop(EXIT.interrupted, `Interrupted. ${GO_ON}`);

type Source = {
  readonly bytes: () => AsyncIterable<Buffer>;
  /** How much of it was read, 0 to 1; unknown for standard input. */
  readonly share: () => number | undefined;
};

/**
 * What waits for more (a terminal, a pipe) would wait for ever when we are told to stop. It breaks off then and does not
 * end: whoever reads it would take the line it was cut in for a bad one.
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
  // It may break before anybody listens; whoever reads it meets the same error.
  stream.on('error', () => undefined);
  const share = (): number => (found.size === 0 ? 1 : stream.bytesRead / found.size);
  return { bytes: () => untilAborted(stream, signal), share: found.isFile() ? share : () => undefined };
};

type Run = (source: Source, guildName: string, onProgress: (tally: ImportTally) => void) => Promise<ImportReport>;

const throughServer =
  (home: string): Run =>
  async ({ bytes }, guild, onProgress) => {
    for await (const line of askAdmin(home, '/import', { guild }, bytes)) {
      // The server of this very release wrote it.
      const answer = line as ImportAnswer | { readonly failure: string };
      if ('report' in answer) return answer.report;
      if ('refused' in answer) throw new ImportRefused(answer.refused);
      if ('failure' in answer) throw new ImportFailed(answer.failure);
      onProgress(answer.progress);
    }
    throw new ServerLeft('it ended without an answer');
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
  if (error instanceof ServerLeft)
    return new Stop(EXIT.unavailable, `The server went away (${error.message}). ${GO_ON}`);
  return error;
};

const runEither = async (
  signal: AbortSignal,
  ...[source, guild, onProgress]: Parameters<Run>
): Promise<ImportReport> => {
  try {
    return await throughServer(configuration().home)(source, guild, onProgress);
  } catch (error) {
    if (!(error instanceof NobodyListens)) throw signal.aborted ? interrupted() : explained(error);
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
    terminal.remark(`${count(outOfOrder)} messages stand later than in the file: the database was away`);
  const rate = ms > 0 ? (lines / ms) * 1_000 : 0;
  terminal.say(
    `${count(imported)} messages imported, ${count(alreadyThere)} were there already, ${count(badLines)} bad lines`,
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
  const source = await openSource(file, signal);
  const began = performance.now();
  const progress = terminal.progress(`import ${guildName}`, 'lines');
  let report: ImportReport;
  try {
    report = await runEither(signal, source, guildName, ({ lines }) =>
      progress.at({ done: lines, share: source.share() }),
    );
  } finally {
    progress.end();
  }
  tell(terminal, report, performance.now() - began);
  if (signal.aborted) throw interrupted();
  return report.badLines + report.outOfOrder > 0 ? EXIT.partlyDone : EXIT.ok;
};
