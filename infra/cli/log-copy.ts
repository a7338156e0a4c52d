/** Runs `filament log copy`, which copies a log into another store before its server moves there. */
import { readFile } from 'node:fs/promises';
import { isRight } from 'fp-ts/lib/Either.js';
import { eventStoreUrl } from '#infra/config/codecs.ts';
import { LogUnavailable, UnstorableAppend } from '#infra/log/event-log.ts';
import { type CopyProgress, copyLog, LogsDiffer } from '#infra/operate/log-copy/copy-log.ts';
import { count } from '#infra/operate/words.ts';
import { EXIT, type ExitCode, Stop } from './exit-codes.ts';
import { configuration, withDatabase, withLogAt } from './opened.ts';
import type { Terminal } from './terminal.ts';

/**
 * Names of the log in the server's own database, and of the configured log. Any other log is named by a URL or a file.
 */
const OWN = 'database';
const CONFIGURED = 'configured';
const FROM_FILE = /^file:(.+)$/;

const GO_ON = 'Run it again to continue where it stopped.';

/**
 * Returns the URL of a log. It may stand in a file, because it holds a password and every user of the machine can read
 * a command line.
 */
const urlOf = async (option: string, given: string): Promise<string> => {
  const [, path] = FROM_FILE.exec(given) ?? [];
  const text =
    path === undefined
      ? given
      : await readFile(path, 'utf8').catch((error: Error) => {
          throw new Stop(EXIT.usage, `${option}: ${path} cannot be read: ${error.message}`);
        });
  const url = eventStoreUrl.decode(text.trim());
  if (isRight(url)) return url.right.reveal();
  throw new Stop(EXIT.usage, `${option} must be ${OWN}, ${CONFIGURED}, file:<path> or ${eventStoreUrl.name}.`);
};

const withUrl = async <A>(option: string, given: string, work: (url: string) => Promise<A>): Promise<A> => {
  if (given === OWN) return withDatabase(({ url }) => work(url));
  if (given !== CONFIGURED) return work(await urlOf(option, given));
  const configured = configuration().eventStoreUrl?.reveal();
  return configured === undefined ? withDatabase(({ url }) => work(url)) : work(configured);
};

const copy = (terminal: Terminal, from: string, to: string, signal: AbortSignal): Promise<ExitCode> =>
  withLogAt(from, false, (source) =>
    withLogAt(to, true, async (target) => {
      const bars = {
        compare: terminal.progress('compare', 'events'),
        copy: undefined as ReturnType<Terminal['progress']> | undefined,
      };
      const onProgress = ({ stage, events, position, end }: CopyProgress): void => {
        if (stage === 'copy' && bars.copy === undefined) {
          bars.compare.end();
          bars.copy = terminal.progress('copy', 'events');
        }
        const share = end > 0n ? Math.min(1, Number(position) / Number(end)) : 1;
        (stage === 'copy' ? bars.copy : bars.compare)?.at({ done: events, share });
      };
      const { compared, copied, ...ends } = await copyLog({ from: source, to: target, signal, onProgress }).finally(
        () => (bars.copy ?? bars.compare).end(),
      );
      const total = compared + copied;
      terminal.say(
        `${count(copied)} events copied, ${count(compared)} were there before. All ${count(total)} are equal.`,
      );
      if (copied > 0)
        terminal.say(
          'If a server wrote to the source meanwhile, stop it and run this command once more before you move it.',
        );
      terminal.give({ events: total, compared, copied, ...ends });
      return EXIT.ok;
    }),
  );

export const copyLogBetween = (
  terminal: Terminal,
  options: { readonly from: string; readonly to: string },
  signal: AbortSignal,
): Promise<ExitCode> =>
  withUrl('--from', options.from, (from) =>
    withUrl('--to', options.to, (to) => {
      if (from === to) throw new Stop(EXIT.usage, '--from and --to name the same log. Name another target.');
      return copy(terminal, from, to, signal);
    }),
  ).catch((error: unknown) => {
    if (error instanceof LogsDiffer) throw new Stop(EXIT.problemFound, `The logs differ: ${error.message}.`);
    if (error instanceof UnstorableAppend)
      throw new Stop(EXIT.problemFound, `The target cannot store an event: ${error.message}.`);
    if (error instanceof LogUnavailable) throw new Stop(EXIT.unavailable, `${error.message}. ${GO_ON}`);
    if (error instanceof Stop && error.exitCode === EXIT.interrupted)
      throw new Stop(EXIT.interrupted, `Interrupted. ${GO_ON}`);
    throw error;
  });
