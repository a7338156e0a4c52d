import { expect } from 'chai';
import { checkReadModels } from '#infra/operate/doctor/read-models.ts';
import type { ProjectionDeps } from '#infra/operate/projection-deps.ts';
import type { Projection } from '#projections/engine/projection.ts';
import { type Generation, NotComparable, SinkUnavailable } from '#projections/ports/sink.ts';
import { EXIT, Stop } from './exit-codes.ts';
import { listProjections, rebuildProjections, verifyProjections } from './projections.ts';
import type { Terminal } from './terminal.ts';

const WHY = 'the search module is not built';
const GENERATION: Generation = {
  model: 'talk',
  version: 2,
  generation: 1,
  name: 'talk_1',
  status: 'active',
  position: 7n,
};

const sound: Projection = {
  name: 'talk',
  version: 2,
  generations: async () => [GENERATION],
  parked: async () => [],
  rebuild: async () => ({ position: 7n, before: [], after: [] }),
  verify: async () => ({ model: 'talk', equal: true, position: 7n, live: [], rebuilt: [] }),
};
const unavailable = async (): Promise<never> => {
  throw new SinkUnavailable(WHY);
};
const absent: Projection = {
  name: 'search-index',
  version: 1,
  generations: unavailable,
  parked: unavailable,
  rebuild: unavailable,
  verify: unavailable,
};
const deps: ProjectionDeps = {
  feed: { head: async () => 9n, idAt: async () => undefined },
  projections: [absent, sound],
  newestCut: async () => undefined,
  keyGaps: async () => ({ gaps: 0, texts: 0 }),
};

const heard = () => {
  const said: string[] = [];
  const given: unknown[] = [];
  const terminal: Terminal = {
    json: false,
    say: (line) => void said.push(line),
    give: (value) => void given.push(value),
    write: async () => undefined,
    remark: (line) => void said.push(line),
    progress: () => ({ at: () => undefined, end: () => undefined }),
  };
  return { terminal, said, given };
};
const { signal } = new AbortController();
const all = { names: [], all: true };

describe('the projections command, with one read model unavailable', () => {
  it('lists that read model with the reason', async () => {
    const { terminal, said, given } = heard();
    expect(await listProjections(terminal, deps)).to.equal(EXIT.ok);
    expect(said).to.deep.equal([
      `search-index  version 1  not available: ${WHY}`,
      'talk          version 2  at position 7 of 9',
    ]);
    expect(given[0]).to.deep.include({ name: 'search-index', version: 1, unavailable: WHY });
  });

  it('rebuilds and verifies all others and names the one that is left out', async () => {
    for (const work of [rebuildProjections, verifyProjections]) {
      const { terminal, said } = heard();
      expect(await work(terminal, deps, all, signal)).to.equal(EXIT.partlyDone);
      expect(said[0]).to.equal(`search-index is left out because it is not available: ${WHY}`);
      expect(said[1]).to.match(/^talk: /);
    }
  });

  it('stops when that read model is named', async () => {
    const { terminal } = heard();
    const named = { names: ['search-index'], all: false };
    const stopped = await rebuildProjections(terminal, deps, named, signal).catch((error: unknown) => error);
    expect(stopped).to.be.instanceOf(Stop);
    expect(stopped).to.include({ exitCode: EXIT.unavailable, message: `search-index is not available: ${WHY}.` });
  });

  it('says which read models cannot be compared, and compares the others', async () => {
    const why = 'early is not built: rebuild it first';
    const early: Projection = { ...sound, name: 'early', verify: () => Promise.reject(new NotComparable(why)) };
    const { terminal, said, given } = heard();
    const both = { ...deps, projections: [early, sound] };
    expect(await verifyProjections(terminal, both, all, signal)).to.equal(EXIT.problemFound);
    expect(said).to.include(`early: cannot be compared: ${why}`).and.include('talk: live equals rebuilt at position 7');
    expect(given[0]).to.deep.include({ model: 'early', equal: false, incomparable: why });
  });

  it('gives a warning and no failure in the doctor', async () => {
    const findings = await checkReadModels(deps)();
    expect(findings.map(({ state, check }) => [state, check])).to.deep.equal([
      ['warn', 'search-index'],
      ['ok', 'talk'],
    ]);
  });
});
