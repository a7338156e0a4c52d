/** Kills the search index during its work again and again, and compares it with its log each time. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { byTheModule, searchSide } from '#infra/workshop/testkit/search-side.ts';
import { searchIndex } from '#projections/search-index/projector.ts';
import { scriptedLog } from './scripted-talk.ts';

const WRITER = join(import.meta.dirname, 'search-writer.ts');

export type SearchKillPlan = {
  readonly folder: string;
  readonly kills: number;
  /** True when the index is also rebuilt all the time. */
  readonly rebuilding: boolean;
  readonly say: (line: string) => void;
};

export type SearchKillOutcome = {
  readonly kills: number;
  /** Position of the log at the end. */
  readonly position: bigint;
  /** Commits that were reported before the kills. */
  readonly commits: number;
  /** Messages in the index at the end. */
  readonly messages: bigint;
  /** Faults found, in sentences. Empty when all is well. */
  readonly wrong: ReadonlyArray<string>;
};

/** A kill happens at a random moment within this time after the first commit of an open index. */
const UNTIL_KILL_MS = 600;
/** Events in the log at the beginning, so that a rebuild takes a while. */
const EVENTS = 3_000n;
/** Events that may be in the index although the kill came before they were reported. */
const NOT_TOLD = 5_000;

/**
 * Kills the writer once.
 * @returns the positions that it reported before.
 */
const killedOnce = async (folder: string, events: bigint, rebuilding: boolean): Promise<ReadonlyArray<bigint>> => {
  const args = [WRITER, folder, events.toString(), rebuilding ? 'rebuild' : 'index'];
  const writer = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = once(writer, 'close');
  let said = '';
  writer.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  const told: bigint[] = [];
  let open = false;
  const begun = Promise.withResolvers<void>();
  createInterface({ input: writer.stdout }).on('line', (line) => {
    if (line === 'open') open = true;
    // A line that the kill cut short is a smaller number and does no harm.
    if (/^\d+$/.test(line)) told.push(BigInt(line));
    if (open && line !== 'open') begun.resolve();
  });
  gone.then(() => begun.reject(new Error(`the writer ended by itself: ${said}`)));
  await begun.promise;
  await pause(Math.random() * UNTIL_KILL_MS);
  writer.kill('SIGKILL');
  await gone;
  return told;
};

/** Compares the index in the folder with its log at the index's own position. */
const lookedAt = async (
  folder: string,
  told: bigint,
): Promise<{ position: bigint; messages: bigint; wrong: string[] }> => {
  const events = Number(told) + NOT_TOLD;
  const side = searchSide(byTheModule(), folder, scriptedLog(events));
  try {
    const active = await side.sink.active(searchIndex);
    if (active === undefined) return { position: told, messages: 0n, wrong: [`no usable index is left: ${side.lost}`] };
    const { position } = active;
    const { equal, live, rebuilt } = await side.verify();
    return {
      position,
      messages: live[0]?.rows ?? 0n,
      wrong: [
        ...(position < told ? [`the index stands at ${position}, and ${told} had been committed`] : []),
        ...(equal ? [] : [`at ${position} it has ${live[0]?.rows} messages, rebuilt ${rebuilt[0]?.rows}, or others`]),
      ],
    };
  } finally {
    await side.leave();
  }
};

export const runSearchKills = async (plan: SearchKillPlan): Promise<SearchKillOutcome> => {
  const wrong: string[] = [];
  let position = EVENTS;
  let commits = 0;
  let messages = 0n;
  for (let number = 1; number <= plan.kills; number += 1) {
    const told = await killedOnce(plan.folder, position, plan.rebuilding);
    const last = told.reduce((most, one) => (one > most ? one : most), position);
    const found = await lookedAt(plan.folder, last);
    wrong.push(...found.wrong.map((sentence) => `kill ${number}: ${sentence}`));
    commits += told.length;
    ({ position, messages } = found);
    plan.say(`kill ${number}: at ${position}, ${told.length} commits, ${messages} messages`);
  }
  return { kills: plan.kills, position, commits, messages, wrong };
};
