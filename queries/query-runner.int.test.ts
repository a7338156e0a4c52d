import { expect } from 'chai';
import { instantOf } from '#domain/kernel/instant.ts';
import {
  guild,
  guildCreated,
  guildRenamed,
  registered,
  session,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import { type ReadSide, readSide } from '#infra/workshop/testkit/read-side.ts';
import { tableModels } from '#projections/registry.ts';
import { makeQueries } from '#queries/make-queries.ts';
import { absentSearch } from '#queries/search/absent-search.ts';

const viewer = { userId: user(1), sessionId: session(1) };

describe('a question with a position', () => {
  let side: ReadSide;
  beforeEach(async () => {
    side = await readSide();
    side.log.write(registered(user(1), 'ada'));
    side.log.write(guildCreated(guild(1), user(1)));
    for (const model of tableModels) await side.rebuild(model);
  });
  afterEach(() => side.close());

  /** Queries whose wait ends at once instead of after two seconds. */
  const impatient = () =>
    makeQueries({
      models: side.readModels,
      search: absentSearch({ kind: 'SearchUnavailable', why: 'no index is kept here' }),
      progress: { ...side.progress, waitFor: (models, position) => side.progress.waitFor(models, position, 0) },
      now: () => instantOf(0),
      undoMs: 0,
    });

  it('is answered with the change at that position, once the read model has it', async () => {
    const at = side.log.write(guildRenamed(guild(1), 'renamed'));
    const asked = side.queries.guilds({ viewer, atLeast: at })();
    side.project();
    const answer = await asked;
    expect(answer).to.have.nested.property('right.stale', false);
    expect(answer).to.have.nested.property('right.value[0].name', 'renamed');
    expect(answer).to.have.nested.property('right.through', at);
  });

  it('gets an older answer, marked as stale, when the read model is not there in time', async () => {
    const at = side.log.write(guildRenamed(guild(1), 'renamed'));
    const answer = await impatient().guilds({ viewer, atLeast: at })();
    expect(answer).to.have.nested.property('right.stale', true);
    expect(answer).to.have.nested.property('right.value[0].name', 'guild 001');
    expect(answer).to.have.nested.property('right.through', at - 1n);
  });

  it('is answered "unavailable" and not "not visible" when the thing may not be projected yet', async () => {
    const at = side.log.write(guildCreated(guild(2), user(1)));
    const answer = await impatient().channels({ viewer, atLeast: at, guildId: guild(2) })();
    expect(answer).to.have.nested.property('left.kind', 'ReadModelsUnavailable');
  });

  it('waits for nothing when it names no position', async () => {
    side.log.write(guildRenamed(guild(1), 'renamed'));
    const answer = await side.queries.guilds({ viewer, atLeast: undefined })();
    expect(answer).to.have.nested.property('right.stale', false);
    expect(answer).to.have.nested.property('right.value[0].name', 'guild 001');
  });
});

describe('a question to read models that were never built', () => {
  let side: ReadSide;
  before(async () => {
    side = await readSide();
  });
  after(() => side.close());

  it('is answered "unavailable"', async () => {
    expect(await side.queries.me({ viewer, atLeast: undefined })()).to.have.nested.property(
      'left.kind',
      'ReadModelsUnavailable',
    );
  });
});
