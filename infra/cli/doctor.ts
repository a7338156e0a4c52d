/** Runs every check in turn and prints one line for each finding. */

import { isPostgres } from '#infra/log/open-event-log.ts';
import { checkDatabase } from '#infra/operate/doctor/database.ts';
import { checkPictures, checkScanner, checkStore } from '#infra/operate/doctor/files.ts';
import { type Check, type Finding, fail, ok, warn } from '#infra/operate/doctor/finding.ts';
import { checkLog, logIsThere } from '#infra/operate/doctor/log.ts';
import { checkHome, checkNode } from '#infra/operate/doctor/machine.ts';
import { checkPersonal } from '#infra/operate/doctor/personal.ts';
import { checkReadModels } from '#infra/operate/doctor/read-models.ts';
import { checkReadableLog } from '#infra/operate/doctor/readable-log.ts';
import { checkRights } from '#infra/operate/doctor/rights.ts';
import { checkVault, textKeysIn, textKeysOf } from '#infra/operate/doctor/vault.ts';
import type { ProjectionDeps } from '#infra/operate/projection-deps.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { foreseen } from './foreseen.ts';
import { type Database, withClient, withLog } from './opened.ts';
import type { Terminal } from './terminal.ts';

const MARKS = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' } as const;

const say = (terminal: Terminal, finding: Finding): void => {
  terminal.say(`${MARKS[finding.state]}  ${finding.check}: ${finding.says}`);
  if (finding.state !== 'ok') terminal.say(`      ${finding.do}`);
};

/** Turns a check that throws into a finding, so that the other checks still run. */
const findingsOf = async (name: string, check: Check): Promise<ReadonlyArray<Finding>> => {
  try {
    return await check();
  } catch (error) {
    return [
      fail(
        name,
        `could not be checked: ${error instanceof Error ? error.message : error}`,
        'correct the reason named here',
      ),
    ];
  }
};

export type WithProjections = (
  work: (deps: ProjectionDeps) => Promise<ReadonlyArray<Finding>>,
) => Promise<ReadonlyArray<Finding>>;

const inDatabase =
  (
    database: Database,
    full: boolean,
    withProjections: WithProjections,
    found: (more: ReadonlyArray<Finding>) => void,
  ) =>
  (): Promise<ReadonlyArray<Finding>> =>
    (isPostgres(database.logUrl) ? overPostgres : overEventStoreDb)(database, full, withProjections, found).catch(
      (error: unknown) => {
        const stop = foreseen(error);
        if (stop === undefined) throw error;
        return [
          fail('database', stop.message, 'start it, or correct FILAMENT_DATABASE_URL or FILAMENT_EVENT_STORE_URL'),
        ];
      },
    );

type Looking = (
  database: Database,
  full: boolean,
  withProjections: WithProjections,
  found: (more: ReadonlyArray<Finding>) => void,
) => Promise<ReadonlyArray<Finding>>;

const overPostgres: Looking = (database, full, withProjections, found) =>
  withClient(database.url, (client) =>
    withClient(database.logUrl, async (log) => {
      found(await findingsOf('database', checkDatabase(log)));
      if (!(await logIsThere(log))) {
        return [warn('log', 'this database holds no log yet', 'start the server once to create it')];
      }
      found(await findingsOf('log', checkLog(log, full)));
      found(await findingsOf('vault', checkVault(client, textKeysIn(log))));
      found(await findingsOf('personal store', checkPersonal(client)));
      return findingsOf('read models', () => withProjections((deps) => checkReadModels(deps)()));
    }),
  );

const overEventStoreDb: Looking = (database, full, withProjections, found) =>
  withClient(database.url, async (client) => {
    // A log does not open while its user lacks a right, so the rights come first.
    found(await findingsOf('log rights', checkRights(database.logUrl)));
    return withLog(database, async (log) => {
      found(await findingsOf('database', checkDatabase(client)));
      found(await findingsOf('log', checkReadableLog(log, full)));
      found(await findingsOf('vault', checkVault(client, textKeysOf(log))));
      found(await findingsOf('personal store', checkPersonal(client)));
      return findingsOf('read models', () => withProjections((deps) => checkReadModels(deps)()));
    });
  });

export const runDoctor = async (
  terminal: Terminal,
  database: Database,
  full: boolean,
  withProjections: WithProjections,
): Promise<ExitCode> => {
  const all: Finding[] = [];
  const found = (more: ReadonlyArray<Finding>): void => {
    for (const finding of more) say(terminal, finding);
    all.push(...more);
  };
  found([ok('configuration', 'it can be read')]);
  found(await findingsOf('node', checkNode));
  found(await findingsOf('home', checkHome(database.config.home)));
  const { root, address } = database.config.files;
  found(await findingsOf('store of files', checkStore({ root, address: address?.reveal() })));
  found(await findingsOf('pictures', checkPictures()));
  found(await findingsOf('malware scanner', checkScanner(database.config.clamavAddress)));
  found(await findingsOf('database', inDatabase(database, full, withProjections, found)));
  const failed = all.filter(({ state }) => state === 'fail').length;
  const warned = all.filter(({ state }) => state === 'warn').length;
  terminal.say(failed + warned === 0 ? 'Every check is ok.' : `${failed} failed, ${warned} warnings.`);
  terminal.give(all);
  return failed === 0 ? EXIT.ok : EXIT.problemFound;
};
