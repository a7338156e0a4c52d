import { expect } from 'chai';
import { type Double, openDouble } from '#infra/workshop/testkit/eventstoredb/double.ts';
import { CredentialsRefused, LogUrlUnfit } from '../event-log.ts';
import { openEventStoreDbLog } from './eventstoredb-event-log.ts';
import { LOG_RIGHTS } from './failure.ts';
import { rightsOn } from './rights.ts';

describe('the rights of a log’s user on an EventStoreDB', () => {
  let double: Double;
  beforeEach(async () => {
    double = await openDouble();
  });
  afterEach(() => double.close());

  const statesOf = async (): Promise<ReadonlyArray<string>> =>
    (await rightsOn(double.url())).map(({ right, state }) => `${right}: ${state}`);

  it('are found one by one, and nothing is stored meanwhile', async () => {
    const stored = double.records.all.length;
    expect(await statesOf()).to.deep.equal(LOG_RIGHTS.map((right) => `${right}: given`));
    const lacks = { 'read $all': 0, 'read a stream': 1, append: 2 } as const;
    for (const [lacking, at] of Object.entries(lacks)) {
      double.denies = (asked) => asked === lacking;
      const expected = LOG_RIGHTS.map((right, nth) => `${right}: ${nth === at ? 'missing' : 'given'}`);
      expect(await statesOf(), lacking).to.deep.equal(expected);
    }
    expect(double.records.all).to.have.length(stored);
  });

  it('are unknown while the server is away', async () => {
    await double.goAway();
    expect(await statesOf()).to.deep.equal(LOG_RIGHTS.map((right) => `${right}: unknown`));
  });

  it('are named by the log that does not open', async () => {
    const lacks = [
      ['read $all', 'read $all'],
      ['read a stream', 'read the streams of the log'],
      ['append', 'append to the streams of the log'],
    ] as const;
    for (const [lacking, named] of lacks) {
      double.denies = (asked) => asked === lacking;
      const failure = await openEventStoreDbLog({
        url: double.url(`l${lacks.findIndex(([l]) => l === lacking)}`),
      }).then(
        () => expect.fail('it opened'),
        (error: unknown) => error,
      );
      expect(failure).to.be.instanceOf(CredentialsRefused).with.property('message').that.includes(`asked to ${named}`);
    }
  });

  it('are not asked for with a URL that cannot be used', async () => {
    for (const url of [
      `${double.url()}#NOT-A-NAME`,
      'esdb://a:%zz@localhost:1',
      double.url().replace('false', 'perhaps'),
    ]) {
      const failure = await openEventStoreDbLog({ url }).catch((error: unknown) => error);
      expect(failure, url).to.be.instanceOf(LogUrlUnfit);
    }
  });
});
