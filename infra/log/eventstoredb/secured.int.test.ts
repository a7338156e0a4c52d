import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect } from 'chai';
import { BEGINNING, NO_REVISION } from '#domain/kernel/event.ts';
import { storedEvent, streamNamed, until } from '#infra/workshop/contract/log/sample-events.ts';
import { selfSigned } from '#infra/workshop/testkit/eventstoredb/certificate.ts';
import { type Double, openDouble } from '#infra/workshop/testkit/eventstoredb/double.ts';
import { CredentialsRefused, LogUnavailable } from '../event-log.ts';
import type { OpenedLog } from '../opened-log.ts';
import { addressOf } from './address.ts';
import { openEventStoreDbLog } from './eventstoredb-event-log.ts';

const A = streamNamed('message-a');
const PASSWORD = 'pa:ss w%rd';
const WRONG = 'n0t-the-password';

describe('a log on an EventStoreDB with TLS and users', () => {
  let folder: string;
  let double: Double;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'filament-secured-'));
    const [ours, others] = [selfSigned(), selfSigned()];
    await writeFile(join(folder, 'ca.crt'), ours.certificate);
    await writeFile(join(folder, 'other.crt'), others.certificate);
    const certificateFile = join(folder, 'ca.crt');
    double = await openDouble('here', { ...ours, certificateFile, username: 'filament', password: PASSWORD });
  });
  after(async () => {
    await double.close();
    await rm(folder, { recursive: true });
  });

  const open = (change: (url: string) => string = (url) => url): Promise<OpenedLog> =>
    openEventStoreDbLog({ url: change(double.url()), append: { answerWithinMs: 1_000, appendWithinMs: 2_000 } });
  const failureOf = (change: (url: string) => string): Promise<Error> =>
    open(change).then(
      () => expect.fail('it opened'),
      (error: Error) => error,
    );
  /** Everything of the error that could ever be printed. */
  const allOf = (error: Error): string => inspect(error, { depth: 10, showHidden: true });
  const withPassword = (password: string) => (url: string) => url.replace(encodeURIComponent(PASSWORD), password);

  it('is written, read and followed by the user that the URL names', async () => {
    const [one, two] = [await open(), await open()];
    await until(() => one.writable() && two.writable());
    let heard = 0;
    two.onAppended(() => {
      heard += 1;
    });
    expect(await one.append(A, NO_REVISION, [storedEvent('"sealed off"')])).to.include({ kind: 'Appended' });
    await until(() => heard === 1);
    expect((await two.readAll(BEGINNING, 10)).map(({ data }) => data)).to.deep.equal(['"sealed off"']);
    expect((await two.readStream(A, NO_REVISION)).head).to.equal(0);
    for (const log of [one, two]) await log.close();
  });

  it('refuses a wrong password with a message that does not hold it', async () => {
    const refused = await failureOf(withPassword(WRONG));
    expect(refused).to.be.instanceOf(CredentialsRefused);
    expect(refused.message).to.include('refuses these credentials');
    expect(allOf(refused)).to.not.include(WRONG);
  });

  it('does not open on a server with a wrong certificate, and sends no password there', async () => {
    for (const change of [
      (url: string) => url.replace('ca.crt', 'other.crt'),
      (url: string) => url.replace(/&tlsCAFile=[^#]*/, ''),
    ]) {
      const failure = await failureOf(change);
      expect(failure).to.be.instanceOf(LogUnavailable).and.not.instanceOf(CredentialsRefused);
      expect(failure.message).to.match(/certificate/);
      expect(allOf(failure)).to.not.include(encodeURIComponent(PASSWORD)).and.not.include(PASSWORD);
    }
  });

  it('keeps the password out of everything the client prints, even for an invalid URL', async () => {
    expect(addressOf(double.url()).credentials).to.deep.equal({ username: 'filament', password: PASSWORD });
    expect(addressOf(double.url()).connectionString).to.equal(
      `esdb://localhost:${double.port}?tls=true&tlsCAFile=${join(folder, 'ca.crt')}`,
    );
    for (const broken of ['?tls=perhaps', '?keepAliveInterval=often', '??', ':port']) {
      const failure = await failureOf((url) => withPassword(WRONG)(url).replace(/\?.*/, broken));
      expect(allOf(failure), broken).to.not.include(WRONG);
    }
  });
});
