import { expect } from 'chai';
import { NO_REVISION } from '#domain/kernel/event.ts';
import { openEventLog } from '#infra/log/open-event-log.ts';
import { storedEvent, streamNamed } from '#infra/workshop/contract/log/sample-events.ts';
import { openDouble } from './double.ts';
import { freshLogOn, logsOfOneRun } from './server-for-tests.ts';

describe("a log that tests create on another's server", () => {
  it('is deleted when its tests are done, and no other log is', async () => {
    const double = await openDouble();
    const [theirs, ours] = [await freshLogOn(double.url()), await freshLogOn(double.url())];
    const streams: string[] = [];
    for (const { url } of [theirs, ours]) {
      const log = await openEventLog({ url, writer: true });
      await log.append(streamNamed('a'), NO_REVISION, [storedEvent()]);
      await log.append(streamNamed('b'), NO_REVISION, [storedEvent()]);
      await log.close();
      streams.push(`${url.split('#')[1]}.a`, `${url.split('#')[1]}..identity`);
    }
    const [theirStream = '', theirName = '', ourStream = '', ourName = ''] = streams;
    await ours.remove();
    expect(double.records.stream(ourStream)).to.equal(undefined);
    expect(double.records.stream(ourName)).to.equal(undefined);
    expect(double.records.stream(theirStream)).to.have.length(1);
    expect(double.records.stream(theirName)).to.have.length(1);
    await theirs.remove();
    await double.close();
  });

  it('is deleted with all logs of its run, even when its own test did not delete it', async () => {
    const double = await openDouble();
    const [run, theirs] = [await logsOfOneRun(double.url()), await logsOfOneRun(double.url())];
    const written = async (url: string): Promise<ReadonlyArray<string>> => {
      const log = await openEventLog({ url, writer: true });
      await log.append(streamNamed('a'), NO_REVISION, [storedEvent()]);
      await log.close();
      return [`${url.split('#')[1]}.a`, `${url.split('#')[1]}..identity`];
    };
    const [one, two, other] = [await freshLogOn(run.url), await freshLogOn(run.url), await freshLogOn(theirs.url)];
    const ours = [...(await written(one.url)), ...(await written(two.url))];
    const others = await written(other.url);
    await one.remove();
    await run.remove();
    expect(ours.filter((stream) => double.records.stream(stream) !== undefined)).to.deep.equal([]);
    expect(others.filter((stream) => double.records.stream(stream) === undefined)).to.deep.equal([]);
    for (const log of [two, other]) await log.remove();
    await double.close();
  });
});
