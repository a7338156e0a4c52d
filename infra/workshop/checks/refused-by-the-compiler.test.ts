import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { runProgram } from '../suite/program.ts';
import { ROOT } from './sources.ts';

const COMPILER = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
const WITHIN_MS = 120_000;
const FAULT = /((?:domain|projections)\/[\w/.-]+)\((\d+),\d+\): error/g;

type Edit = (path: string, from: string | RegExp, to: string) => void;
type Refused = { readonly path: string; readonly line: number };

/** Copies `domain` and `projections`, changes the copy, and gives the places that the compiler refuses there. */
const refusedIn = async (change: (copy: string, edit: Edit) => void): Promise<ReadonlyArray<Refused>> => {
  const copy = mkdtempSync(join(tmpdir(), 'filament-copy-'));
  try {
    for (const part of ['domain', 'projections', join('infra', 'ground'), 'package.json', 'tsconfig.json']) {
      cpSync(join(ROOT, part), join(copy, part), { recursive: true, filter: (path) => !path.endsWith('.test.ts') });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    const project = join(copy, 'tsconfig.copy.json');
    writeFileSync(project, JSON.stringify({ extends: './tsconfig.json', include: ['projections'] }));
    change(copy, (path, from, to) => {
      const text = readFileSync(join(copy, path), 'utf8');
      const edited = text.replace(from, to);
      expect(edited, `${path} no longer has ${from}`).to.not.equal(text);
      writeFileSync(join(copy, path), edited);
    });
    const run = await runProgram([COMPILER, '-p', project, '--pretty', 'false'], { withinMs: WITHIN_MS });
    return [...run.output.matchAll(FAULT)].map(([, path = '', line]) => ({ path, line: Number(line) }));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
};

const addEvent = (edit: Edit): void =>
  edit(
    'domain/session/events.ts',
    'export type SessionEvent =',
    `export type SessionEnded = { readonly type: 'session.ended'; readonly data: { readonly sessionId: SessionId } };
     export const SessionEndedData = t.strict({ sessionId: SessionId });
     export type SessionEvent = SessionEnded |`,
  );
const nameInCatalog = (edit: Edit): void =>
  edit(
    'domain/event-catalog.ts',
    `  'session.started':`,
    `  'session.ended': at(1).plain(session.SessionEndedData),\n$&`,
  );
const ignoreIn = (edit: Edit, model: string): void =>
  edit(`projections/${model}/projector.ts`, /^ {2}on: \{$/m, `$&\n    ...ignoring('session', 'ended'),`);

const MODELS = ['audit-trail', 'guild-directory', 'message-timeline', 'search-index', 'session-list'];
const projectorOf = (model: string): string => `projections/${model}/projector.ts`;

/** Each line after the first is a slip that must not compile. */
const SLIPS = `
put(session, { session_id: id, user_id: user, device: null, created_at: time });
put(session, { session_id: user, user_id: user, device: null, created_at: time, refreshed_at: time });
put(session, { session_id: id, user_id: null, device: null, created_at: time, refreshed_at: time });
put(session, { session_id: id, user_id: user, device: null, created_at: time, refreshed_at: time, color: 'red' });
amend(session, { user_id: user }, { refreshed_at: time });
amend(session, { session_id: id }, { session_id: id });
remove(member, { guild_id: guild });
removeAll(session, { user_id: user }, 1n);
model([session], remove(member, { guild_id: guild, user_id: user }));
ignoring('session', 'sent');
ignoring('sessions', 'started');
at(2).plain(t.strict({}));
at(1, (facts) => facts).plain(t.strict({}));
at(1).sealing(t.strict({ name: t.string }), { field: 'nick', under: 'content' });
`.trim();

const SLIPS_BEGIN = `import * as t from 'io-ts';
import { at, ignoring } from '#domain/event-catalog.ts';
import type { GuildId, SessionId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { amend, put, remove, removeAll, type TableOp, type TableShape } from '#projections/engine/table.ts';
import { member } from '#projections/guild-directory/model.ts';
import { session } from '#projections/session-list/model.ts';
declare const id: SessionId;
declare const user: UserId;
declare const guild: GuildId;
declare const time: Instant;
declare const model: <const T extends ReadonlyArray<TableShape>>(tables: T, op: TableOp<T[number]['name']>) => void;
put(session, { session_id: id, user_id: user, device: null, created_at: time, refreshed_at: time });
amend(session, { session_id: id }, { refreshed_at: time });
remove(member, { guild_id: guild, user_id: user });
removeAll(member, { guild_id: guild }, 1n);
model([session, member], remove(member, { guild_id: guild, user_id: user }));
ignoring('session', 'started');
at(2, (facts) => facts).sealing(t.strict({ name: t.string }), { field: 'name', under: 'content' });
`;

describe('the compiler', () => {
  it('refuses every projector that does not name a new event of a slice', async () => {
    const refused = await refusedIn((_, edit) => addEvent(edit));
    expect(refused.map(({ path }) => path)).to.have.members(['domain/event-catalog.ts', ...MODELS.map(projectorOf)]);
  }).timeout(WITHIN_MS);

  it('lets the projectors pass that name it, and refuses the one that does not', async () => {
    const refused = await refusedIn((_, edit) => {
      addEvent(edit);
      nameInCatalog(edit);
      for (const model of MODELS.slice(1)) ignoreIn(edit, model);
    });
    expect(refused.map(({ path }) => path)).to.deep.equal([projectorOf('audit-trail')]);
  }).timeout(WITHIN_MS);

  it('refuses rows, keys, facts and versions that do not fit', async () => {
    const refused = await refusedIn((copy) => writeFileSync(join(copy, 'projections/slips.ts'), SLIPS_BEGIN + SLIPS));
    const first = SLIPS_BEGIN.split('\n').length;
    expect(new Set(refused.map(({ path, line }) => `${path} ${line}`))).to.have.keys(
      SLIPS.split('\n').map((_, at) => `projections/slips.ts ${first + at}`),
    );
  }).timeout(WITHIN_MS);
});
