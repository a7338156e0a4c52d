import { expect } from 'chai';
import { floorPlanFaults } from './floor-plan.ts';
import { show, sources } from './sources.ts';

const rulesBroken = (path: string, ...lines: ReadonlyArray<string>): ReadonlyArray<string> =>
  floorPlanFaults({ path, text: `${lines.join('\n')}\n` }).map(({ rule }) => rule);

describe('the floor plan', () => {
  it('is kept by every import', () => {
    expect(show(sources().flatMap(floorPlanFaults))).to.equal('');
  });
});

describe('the floor plan check', () => {
  for (const [path, line, rule] of [
    ['domain/message/decide.ts', `import { x } from '#commands/machine/handle.ts';`, /nothing of ours outside domain/],
    ['domain/event-catalog.ts', `import { x } from '#commands/machine/handle.ts';`, /domain imports nothing/],
    ['domain/invite/decide.ts', `import { x } from '#domain/guild/state.ts';`, /no sister slice/],
    ['infra/operate/doctor/log.ts', `import { x } from '#infra/cli/progress.ts';`, /stands below the programs/],
    ['infra/edge/web-assets.ts', `import { x } from '#infra/log/event-log.ts';`, /the edge serves/],
    ['infra/read-models/sink.ts', `import { x } from '#infra/log/event-log.ts';`, /read models serve/],
    ['domain/kernel/ids.ts', `import { x } from '#domain/guild/state.ts';`, /know no slice/],
    ['domain/message/decide.ts', `import { readFileSync } from 'node:fs';`, /only infra touches node:fs/],
    ['domain/message/decide.ts', `import pg from 'pg';`, /the package pg stays/],
    ['domain/message/decide.ts', 'const at = Date.now();', /no clock/],
    ['domain/message/decide.ts', 'export const f = async () => 1;', /waits for nothing/],
    ['commands/message/send-message.ts', `import { x } from '#queries/queries.ts';`, /commands import domain/],
    ['commands/message/send-message.ts', `import { randomUUID } from 'node:crypto';`, /only infra touches/],
    ['commands/ports/clock.ts', `import { x } from '#commands/machine/handle.ts';`, /a port is written/],
    ['projections/message-timeline/projector.ts', `import { x } from '#commands/commands.ts';`, /projections import/],
    ['queries/message/list.ts', `import { x } from '#projections/message-timeline/projector.ts';`, /queries import/],
    ['queries/message/list.ts', `import { x } from '#infra/database/pool.ts';`, /queries import/],
    ['gateway/http/app.ts', `import { x } from '#projections/engine/run.ts';`, /gateway imports/],
    ['gateway/http/app.ts', `import { readFile } from 'node:fs/promises';`, /only infra touches/],
    ['gateway/protocol/frames.ts', `import { x } from '#gateway/http/app.ts';`, /runs in the browser/],
    ['gateway/protocol/frames.ts', `import { Buffer } from 'node:buffer';`, /only infra touches/],
    ['web/src/store/apply.ts', `import { x } from '#gateway/http/app.ts';`, /web imports/],
    ['web/src/store/apply.ts', `import { x } from '#domain/guild/state.ts';`, /web imports/],
    ['infra/keys/argon2.ts', `import { x } from '#infra/log/tail.ts';`, /never another adapter/],
    ['infra/keys/argon2.ts', `import pino from 'pino';`, /the package pino stays/],
    ['infra/config/config.ts', `import { x } from '#infra/keys/argon2.ts';`, /knows values/],
    ['infra/setup/run.js', `import { x } from '#infra/config/config.ts';`, /before anything is installed/],
    ['infra/keys/vault/vault.ts', `import { x } from '#infra/app/compose.ts';`, /never another adapter/],
    [
      'infra/app/main.ts',
      `import { x } from '#infra/workshop/testkit/fresh-database.ts';`,
      /does not lean on test code/,
    ],
    ['infra/ground/serial.ts', `import { x } from '#domain/kernel/ids.ts';`, /ground imports nothing/],
    ['infra/ground/serial.ts', `import { setTimeout } from 'node:timers/promises';`, /ground imports nothing/],
    ['infra/ground/third.ts', 'export const x = 1;', /two files/],
    ['domain/message/decide.ts', `import { serial } from '#infra/ground/serial.ts';`, /no sister slice/],
    ['queries/limits.ts', `import { x } from '#domain/kernel/limits.ts';`, /units alone/],
    ['gateway/protocol/frames.ts', `import { X } from '#projections/limits.ts';`, /runs in the browser/],
    ['infra/app/main.ts', `import leftPad from 'left-pad';`, /has no room/],
    ['infra/app/main.ts', `import { x } from '../../domain/kernel/ids.ts';`, /at most one/],
    ['infra/app/main.ts', `import { x } from './compose';`, /names the whole file/],
    ['web/src/main.tsx', `const late = import('../../gateway/protocol/frames.ts');`, /at most one/],
  ] as const) {
    it(`refuses in ${path}: ${line}`, () => {
      const broken = rulesBroken(path, line);
      expect(broken).to.have.length(1);
      expect(broken[0]).to.match(rule);
    });
  }

  it('reads an import of many lines, and names the line', () => {
    const text = `import {\n  one,\n  two,\n} from '#infra/database/pool.ts';\n`;
    expect(floorPlanFaults({ path: 'queries/a.ts', text }).map(({ line }) => line)).to.deep.equal([4]);
  });

  it('lets through what each room may do', () => {
    expect(
      rulesBroken('domain/message/decide.ts', `import { x } from '#domain/kernel/ids.ts';`, '// await'),
    ).to.deep.equal([]);
    expect(
      rulesBroken('infra/keys/vault/vault.ts', `import { x } from '#infra/keys/ports/key-vault.ts';`),
    ).to.deep.equal([]);
    expect(
      rulesBroken('gateway/ws/serve.ts', `import { x } from 'ws';`, `import { y } from 'node:http';`),
    ).to.deep.equal([]);
    for (const path of ['commands/machine/turns.ts', 'gateway/ws/serve.ts', 'web/src/session/lifecycle.ts'])
      expect(rulesBroken(path, `import { x } from '#infra/ground/serial.ts';`)).to.deep.equal([]);
    expect(rulesBroken('gateway/protocol/resources.ts', `import { X } from '#queries/limits.ts';`)).to.deep.equal([]);
    expect(rulesBroken('infra/search/search-sink.ts', `import { X } from '#projections/limits.ts';`)).to.deep.equal([]);
    expect(rulesBroken('gateway/ws/serve.test.ts', `import { x } from '#infra/app/compose.ts';`)).to.deep.equal([]);
  });
});
