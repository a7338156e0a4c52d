/** Lists, rebuilds and verifies read models, beside a running server or without one. */
import type { Position } from '#domain/kernel/event.ts';
import type { ProjectionDeps } from '#infra/operate/projection-deps.ts';
import { count, duration } from '#infra/operate/words.ts';
import type { Projection } from '#projections/engine/projection.ts';
import type { Verification } from '#projections/engine/rebuild.ts';
import { PoisonEvent } from '#projections/engine/step.ts';
import {
  AlreadyBuilding,
  type Generation,
  NotComparable,
  SinkUnavailable,
  type SwapReport,
  type TableCount,
} from '#projections/ports/sink.ts';
import { EXIT, type ExitCode, Stop } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

export type Choice = { readonly names: ReadonlyArray<string>; readonly all: boolean };

const chosen = (projections: ReadonlyArray<Projection>, { names, all }: Choice): ReadonlyArray<Projection> => {
  const known = projections.map(({ name }) => name).join(', ');
  if (all) return projections;
  if (names.length === 0)
    throw new Stop(EXIT.usage, `Name one or more read models, or use --all. Known names: ${known}.`);
  return names.map((name) => {
    const found = projections.find((one) => one.name === name);
    if (found === undefined) throw new Stop(EXIT.usage, `${name} is not a read model. Known names: ${known}.`);
    return found;
  });
};

const stateOf = (model: Pick<Projection, 'version'>, active: Generation | undefined, head: Position): string => {
  if (active === undefined) return 'not built';
  if (active.version !== model.version)
    return `version ${active.version} serves, and version ${model.version} is not built`;
  return active.position >= head ? 'caught up' : `at position ${active.position} of ${head}`;
};

/** Returns the generations of a read model, or the reason why its store is not available. */
const lookedAt = async (model: Projection): Promise<ReadonlyArray<Generation> | string> => {
  try {
    return await model.generations();
  } catch (error) {
    if (error instanceof SinkUnavailable) return error.message;
    throw error;
  }
};

export const listProjections = async (terminal: Terminal, deps: ProjectionDeps): Promise<ExitCode> => {
  const head = await deps.feed.head();
  const width = Math.max(...deps.projections.map(({ name }) => name.length));
  const rows: object[] = [];
  let healthy = true;
  for (const model of deps.projections) {
    const { name, version } = model;
    const tell = (words: ReadonlyArray<string>): void =>
      terminal.say(`${name.padEnd(width)}  version ${version}  ${words.join(', ')}`);
    const generations = await lookedAt(model);
    if (typeof generations === 'string') {
      tell([`not available: ${generations}`]);
      rows.push({ name, version, unavailable: generations });
      continue;
    }
    const active = generations.find(({ status }) => status === 'active');
    const building = generations.some(({ status }) => status === 'building');
    const parked = active === undefined ? [] : await model.parked(active);
    const words = [stateOf(model, active, head)];
    if (building) words.push('being built');
    if (parked.length > 0) words.push(`${count(parked.length)} events parked: correct the cause and rebuild`);
    healthy &&= parked.length === 0;
    tell(words);
    for (const { position, stream, type, reason } of parked) {
      terminal.say(`  parked at ${position}: ${type} on ${stream}: ${reason}`);
    }
    rows.push({ name, version, position: active?.position, head, building, parked });
  }
  terminal.give(rows);
  return healthy ? EXIT.ok : EXIT.problemFound;
};

const inRows = (counts: ReadonlyArray<TableCount>): string =>
  counts.map(({ table, rows }) => `${table} ${count(rows)}`).join(', ');

/** Turns an expected failure of one model into a sentence for the operator. */
const explained = (model: Projection, error: unknown): unknown => {
  if (error instanceof AlreadyBuilding) return new Stop(EXIT.unavailable, `${error.message}.`);
  if (error instanceof SinkUnavailable) {
    return new Stop(EXIT.unavailable, `${model.name} is not available: ${error.message}.`);
  }
  if (error instanceof PoisonEvent) {
    return new Stop(
      EXIT.problemFound,
      `${model.name} cannot be built: ${error.message}. The read model that serves now is unchanged.`,
    );
  }
  return error;
};

const withProgress = async <A>(
  terminal: Terminal,
  title: string,
  work: (onProgress: (step: { events: number; position: bigint; head: bigint }) => void) => Promise<A>,
): Promise<A> => {
  const progress = terminal.progress(title, 'events');
  try {
    return await work(({ events, position, head }) =>
      progress.at({ done: events, share: head > 0n ? Math.min(1, Number(position) / Number(head)) : 1 }),
    );
  } finally {
    progress.end();
  }
};

/**
 * Runs `work` for each chosen read model. With `--all` an unavailable one is left out. One that was named stops the
 * command.
 * @returns the names that were left out.
 */
const eachOf = async (
  terminal: Terminal,
  { projections }: ProjectionDeps,
  choice: Choice,
  work: (model: Projection) => Promise<void>,
): Promise<ReadonlyArray<string>> => {
  const leftOut: string[] = [];
  for (const model of chosen(projections, choice)) {
    try {
      await work(model);
    } catch (error) {
      if (!choice.all || !(error instanceof SinkUnavailable)) throw explained(model, error);
      terminal.remark(`${model.name} is left out because it is not available: ${error.message}`);
      leftOut.push(model.name);
    }
  }
  return leftOut;
};

export const rebuildProjections = async (
  terminal: Terminal,
  deps: ProjectionDeps,
  choice: Choice,
  signal: AbortSignal,
): Promise<ExitCode> => {
  const rebuilt: object[] = [];
  const leftOut = await eachOf(terminal, deps, choice, async (model) => {
    const began = performance.now();
    const report: SwapReport = await withProgress(terminal, `rebuild ${model.name}`, (onProgress) =>
      model.rebuild({ signal, onProgress }),
    );
    const ms = performance.now() - began;
    const { position, before, after } = report;
    terminal.say(`${model.name}: rebuilt to position ${position} in ${duration(ms)} and swapped in (${inRows(after)})`);
    if (before.length > 0 && inRows(before) !== inRows(after)) terminal.say(`  it had before: ${inRows(before)}`);
    rebuilt.push({ name: model.name, seconds: ms / 1_000, position, before, after });
  });
  terminal.give(rebuilt);
  return leftOut.length === 0 ? EXIT.ok : EXIT.partlyDone;
};

/** Answer for a read model that was not compared. `incomparable` says why. */
type Incomparable = { readonly model: string; readonly equal: false; readonly incomparable: string };

const sayVerdict = (terminal: Terminal, { model, equal, position, live, rebuilt }: Verification): void => {
  terminal.say(`${model}: live ${equal ? 'equals' : 'DIFFERS FROM'} rebuilt at position ${position}`);
  for (const { table, rows, sha256 } of live) {
    const twin = rebuilt.find((hash) => hash.table === table);
    const same = twin?.sha256 === sha256;
    const mark = same ? '' : `, rebuilt has ${count(twin?.rows ?? 0n)} rows, sha256 ${twin?.sha256.slice(0, 16)}`;
    terminal.say(`  ${table}: ${count(rows)} rows, sha256 ${sha256.slice(0, 16)}${mark}`);
  }
};

export const verifyProjections = async (
  terminal: Terminal,
  deps: ProjectionDeps,
  choice: Choice,
  signal: AbortSignal,
): Promise<ExitCode> => {
  const verdicts: Array<Verification | Incomparable> = [];
  const leftOut = await eachOf(terminal, deps, choice, async (model) => {
    const verdict = await withProgress(terminal, `verify ${model.name}`, (onProgress) =>
      model.verify({ signal, onProgress }),
    ).catch((error: unknown): Incomparable => {
      if (!(error instanceof NotComparable)) throw error;
      return { model: model.name, equal: false, incomparable: error.message };
    });
    if ('incomparable' in verdict) terminal.say(`${model.name}: cannot be compared: ${verdict.incomparable}`);
    else sayVerdict(terminal, verdict);
    verdicts.push(verdict);
  });
  const equal = verdicts.every((verdict) => verdict.equal);
  if (!equal) terminal.say('Rebuild these read models: filament projections rebuild <name>');
  terminal.give(verdicts);
  if (!equal) return EXIT.problemFound;
  return leftOut.length === 0 ? EXIT.ok : EXIT.partlyDone;
};
