import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import pg from 'pg';
import { createPool, sql } from 'slonik';
import { until } from '#infra/workshop/contract/log/sample-events.ts';
import { borrowEmbeddedPostgres, type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import type { Watch } from './supervision.ts';

const SILENT: Watch = { away: () => undefined, back: () => undefined, lost: () => undefined };
const OWNER = fileURLToPath(new URL('../../workshop/testkit/postgres-owner.ts', import.meta.url));

type Line = {
  readonly url?: string;
  readonly away?: string;
  readonly back?: true;
  readonly stopped?: true;
  readonly refused?: string;
  readonly why?: string;
};
type Owner = { readonly child: ChildProcess; readonly next: () => Promise<Line> };

const startOwner = (home: string): Owner => {
  const child = spawn(process.execPath, [OWNER, home], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    child,
    next: async () => {
      const { value, done } = await lines.next();
      if (done === true) throw new Error('the owner ended and printed nothing');
      return JSON.parse(value);
    },
  };
};

const ask = async (url: string, statement: string): Promise<ReadonlyArray<Record<string, unknown>>> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
};

const postmasterOf = async (home: string): Promise<number> =>
  Number.parseInt(await readFile(join(home, 'postgres', 'data', 'postmaster.pid'), 'utf8'), 10);

const urlOf = ({ url, why }: Line): string => url ?? expect.fail(`no address: ${why}`);

describe('the embedded Postgres', () => {
  let root: string;
  let home: string;
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'filament-embedded-'));
    await chmod(root, 0o711);
    home = join(root, 'home');
  });
  after(() => rm(root, { recursive: true, force: true }));

  const running = async (work: (postgres: EmbeddedPostgres) => Promise<unknown>, at = home): Promise<void> => {
    const postgres = await startEmbeddedPostgres(at, SILENT);
    try {
      await work(postgres);
    } finally {
      await postgres.stop();
    }
  };

  it('is durable, has checksums and uses the C locale', () =>
    running(async ({ url }) => {
      const rows = await ask(url, 'SELECT name, setting FROM pg_settings');
      const settings = Object.fromEntries(rows.map((row) => [row['name'], row['setting']]));
      expect(settings).to.include({
        fsync: 'on',
        full_page_writes: 'on',
        synchronous_commit: 'on',
        data_checksums: 'on',
        jit: 'off',
        lc_messages: 'C',
      });
      const [database] = await ask(url, 'SELECT datcollate FROM pg_database WHERE datname = current_database()');
      expect(database).to.deep.equal({ datcollate: 'C' });
    }));

  it('listens on a private socket only, and asks for the password', () =>
    running(async ({ url }) => {
      expect(await ask(url, 'SHOW listen_addresses')).to.deep.equal([{ listen_addresses: '' }]);
      expect((await stat(decodeURIComponent(new URL(url).hostname))).mode & 0o777).to.equal(0o700);
      const wrong = new URL(url);
      wrong.password = 'wrong';
      await ask(wrong.href, 'SELECT 1').then(
        () => expect.fail('let in with a wrong password'),
        (error: unknown) => expect(error).to.have.property('code', '28P01'),
      );
      const [row] = await ask(url, 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user');
      expect(row).to.deep.equal({ rolsuper: false });
    }));

  it('has a URL that slonik reads too', () =>
    running(async ({ url }) => {
      const pool = await createPool(url);
      expect(await pool.oneFirst(sql.unsafe`SELECT current_user::text`)).to.equal('filament');
      await pool.end();
    }));

  it('refuses a second owner while the first lives, and names it', () =>
    running(async () => {
      const second = await startOwner(home).next();
      expect(second.refused).to.equal('AlreadyRunning');
      expect(second.why).to.include(`process ${process.pid}`);
    }));

  /** Starts a second owner of the same folder, and returns when it waits for the first to end. */
  const nextOwner = async (url: string): Promise<{ readonly second: Promise<EmbeddedPostgres> }> => {
    const second = startEmbeddedPostgres(home, SILENT);
    second.catch(() => undefined);
    const waiters = () => ask(url, `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`);
    await until(async () => (await waiters()).length > 0);
    return { second };
  };

  it('passes to a second owner that waits while the first ends', async () => {
    const first = await startEmbeddedPostgres(home, SILENT);
    const { second } = await nextOwner(first.url);
    await first.stop();
    const { url, stop } = await second;
    expect(await ask(url, 'SELECT 1 AS one')).to.deep.equal([{ one: 1 }]);
    await stop();
  });

  it('is not stopped by an owner that lost it to another', async () => {
    const lost = Promise.withResolvers<string>();
    const first = await startEmbeddedPostgres(home, { ...SILENT, lost: lost.resolve });
    const { second } = await nextOwner(first.url);
    await ask(first.url, `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted`);
    const { url, stop } = await second;
    expect(await lost.promise).to.include('already runs');
    const running = await postmasterOf(home);
    await first.stop();
    expect(await postmasterOf(home)).to.equal(running);
    expect(await ask(url, 'SELECT 1 AS one')).to.deep.equal([{ one: 1 }]);
    await stop();
  });

  it('is lent to a command beside the running server, which leaves it running', () =>
    running(async ({ url }) => {
      const borrowed = await borrowEmbeddedPostgres(home);
      expect(borrowed.url).to.equal(url);
      await borrowed.stop();
      expect(await ask(url, 'SELECT 1 AS one')).to.deep.equal([{ one: 1 }]);
    }));

  it('is started for a command that runs alone, and stopped after it', async () => {
    const borrowed = await borrowEmbeddedPostgres(home);
    expect(await ask(borrowed.url, 'SELECT 1 AS one')).to.deep.equal([{ one: 1 }]);
    await borrowed.stop();
    await stat(join(home, 'postgres', 'data', 'postmaster.pid')).then(
      () => expect.fail('still running'),
      (error: unknown) => expect(error).to.have.property('code', 'ENOENT'),
    );
  });

  it('comes back after kill -9 of Postgres, tells its owner, and keeps every acknowledged write', async () => {
    const owner = startOwner(home);
    const url = urlOf(await owner.next());
    await ask(url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    process.kill(await postmasterOf(home), 'SIGKILL');
    expect(await owner.next()).to.have.property('away');
    for (let line = await owner.next(); line.back !== true; line = await owner.next())
      expect(line).to.have.property('away');
    expect(await ask(url, 'SELECT answer FROM kept')).to.deep.equal([{ answer: 42 }]);
    owner.child.kill('SIGINT');
    await once(owner.child, 'exit');
  });

  it('is adopted by the next start after kill -9 of its owner', async () => {
    const owner = startOwner(home);
    await owner.next();
    const orphan = await postmasterOf(home);
    owner.child.kill('SIGKILL');
    await once(owner.child, 'exit');
    await running(async ({ url }) => {
      expect(await postmasterOf(home)).to.equal(orphan);
      expect(await ask(url, 'SELECT answer FROM kept')).to.deep.equal([{ answer: 42 }]);
    });
  });

  it('waits for a child of the old Postgres after kill -9 of both, and starts when it has ended', async () => {
    const owner = startOwner(home);
    const url = urlOf(await owner.next());
    const busy = new pg.Client({ connectionString: url, application_name: 'a busy child' });
    busy.on('error', () => undefined);
    await busy.connect();
    const ended = busy
      .query('SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b')
      .catch(() => undefined);
    await until(async () => {
      const found = await ask(url, "SELECT state FROM pg_stat_activity WHERE application_name = 'a busy child'");
      return found[0]?.['state'] === 'active';
    });
    const postmaster = await postmasterOf(home);
    owner.child.kill('SIGKILL');
    process.kill(postmaster, 'SIGKILL');
    await once(owner.child, 'exit');
    const next = startEmbeddedPostgres(home, SILENT);
    next.catch(() => undefined);
    const pidFile = join(home, 'postgres', 'data', 'postmaster.pid');
    await until(async () => Number.parseInt(await readFile(pidFile, 'utf8').catch(() => ''), 10) !== postmaster);
    // Postgres ends a child whose client is gone within a second.
    await busy.end();
    await ended;
    const { url: again, stop } = await next;
    expect(await ask(again, 'SELECT answer FROM kept')).to.deep.equal([{ answer: 42 }]);
    await stop();
  });

  it('replaces an orphan that runs with other settings', async () => {
    const owner = startOwner(home);
    await owner.next();
    const orphan = await postmasterOf(home);
    owner.child.kill('SIGKILL');
    await once(owner.child, 'exit');
    await writeFile(join(home, 'postgres', 'data', 'postmaster.opts'), '/older/release/postgres "-D" "elsewhere"\n');
    await running(async () => expect(await postmasterOf(home)).not.to.equal(orphan));
  });

  it('starts when the pid in a stale pid file belongs to another program now', async () => {
    await writeFile(join(home, 'postgres', 'data', 'postmaster.pid'), `${process.pid}\n`);
    await running(async ({ url }) => expect(await ask(url, 'SELECT 1 AS one')).to.have.length(1));
  });

  it('clears away the draft of a start that was killed', async () => {
    const draft = join(home, 'postgres', 'data.draft-0123456789ab');
    await mkdir(draft);
    await running(async ({ url }) => expect(await ask(url, 'SELECT answer FROM kept')).to.deep.equal([{ answer: 42 }]));
    await stat(draft).then(
      () => expect.fail('the draft is still there'),
      (error: unknown) => expect(error).to.have.property('code', 'ENOENT'),
    );
  });

  it('does not get Ctrl-C, so that its owner can finish first', async () => {
    const owner = startOwner(home);
    await owner.next();
    const group = owner.child.pid ?? expect.fail('no process');
    process.kill(-group, 'SIGINT');
    expect(await owner.next()).to.deep.equal({ stopped: true });
  });

  it('has exactly one owner when two start at once on a new folder', async () => {
    const fresh = join(root, 'raced');
    const owners = [startOwner(fresh), startOwner(fresh)];
    const lines = await Promise.all(owners.map((owner) => owner.next()));
    expect(lines.map((line) => line.refused ?? 'owner').sort()).to.deep.equal(['AlreadyRunning', 'owner']);
    const winner = owners[lines.findIndex((line) => line.url !== undefined)];
    winner?.child.kill('SIGINT');
    await once(winner?.child ?? expect.fail('no winner'), 'exit');
  });

  it('works in a folder whose path is too long for a socket', async () => {
    const deep = join(root, 'deep'.repeat(20), 'deep'.repeat(20));
    let sockets = '';
    await running(async ({ url }) => {
      sockets = decodeURIComponent(new URL(url).hostname);
      expect(await ask(url, 'SELECT 1 AS one')).to.have.length(1);
    }, deep);
    expect(sockets.startsWith(tmpdir())).to.equal(true);
    await rm(sockets, { recursive: true });
  });

  if (userInfo().uid === 0) {
    it('keeps its files where its own user can reach them, when root starts it in a private folder', async () => {
      const closed = join(root, 'closed');
      await mkdir(closed, { mode: 0o700 });
      await running(
        async ({ url }) => expect(await ask(url, 'SELECT 1 AS one')).to.have.length(1),
        join(closed, 'home'),
      );
      const elsewhere = await readlink(join(closed, 'home', 'postgres'));
      expect((await stat(closed)).mode & 0o777).to.equal(0o700);
      expect((await stat(elsewhere)).mode & 0o777).to.equal(0o700);
      await rm(elsewhere, { recursive: true });
    });
  }
});
