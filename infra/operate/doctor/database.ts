/** Checks Postgres itself: its version, and whether it keeps acknowledged writes. */
import type pg from 'pg';
import { type Check, type Finding, fail, ok, warn } from './finding.ts';

const RELEASE_MIN = 14;
const MUST_BE_ON = ['fsync', 'full_page_writes', 'synchronous_commit'] as const;
const SETTINGS = `SELECT name, setting FROM pg_settings WHERE name = ANY ($1)`;

export const checkDatabase =
  (client: pg.Client): Check =>
  async () => {
    const names = ['server_version', 'server_version_num', 'data_checksums', ...MUST_BE_ON];
    const { rows } = await client.query<{ name: string; setting: string }>(SETTINGS, [names]);
    const setting = (name: string): string => rows.find((row) => row.name === name)?.setting ?? 'off';
    const release = `Postgres ${setting('server_version')}`;
    const findings: Finding[] = [
      Number(setting('server_version_num')) >= RELEASE_MIN * 10_000
        ? ok('database', release)
        : fail('database', release, `move to Postgres ${RELEASE_MIN} or newer`),
    ];
    const off = MUST_BE_ON.filter((name) => setting(name) === 'off');
    findings.push(
      off.length === 0
        ? ok('durability', `${MUST_BE_ON.join(', ')} are on`)
        : fail(
            'durability',
            `${off.join(', ')} off: a power cut would lose acknowledged messages`,
            'turn them on in the configuration of Postgres',
          ),
    );
    findings.push(
      setting('data_checksums') === 'on'
        ? ok('checksums', 'pages carry checksums')
        : warn(
            'checksums',
            'pages carry no checksums: a failing disk goes unnoticed',
            'stop Postgres and run pg_checksums --enable',
          ),
    );
    return findings;
  };
