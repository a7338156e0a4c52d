import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Pool, PoolClient } from 'pg';
import type { CredentialVault, Rotation } from '#commands/ports/credential-vault.ts';
import type { VaultUnavailable } from '#domain/kernel/failure.ts';
import type { SessionId, UserId } from '#domain/kernel/ids.ts';
import { type Instant, millisOf } from '#domain/kernel/instant.ts';
import { judgeRotation } from './judge-rotation.ts';
import { unavailable } from './unavailable.ts';

/**
 * Locks the token's family. One of several racing calls gets the lock first and finds the token unused. All others find
 * it used.
 */
const LOCK_FAMILY = `
SELECT FROM vault.token_family
WHERE session_id = (SELECT session_id FROM vault.refresh_token WHERE hash = $1) FOR UPDATE`;

/**
 * Reads the presented token after the lock is won. A read in the locking statement itself could still see the token
 * unused.
 */
const PRESENTED = `
SELECT family.session_id, family.user_id, token.generation, token.used_at,
       family.generation AS newest, family.started_at, family.issued_at,
       EXISTS (
         SELECT FROM vault.refresh_token AS next
         WHERE next.hash = $2 AND next.session_id = token.session_id AND next.generation = token.generation + 1
           AND next.used_at IS NULL
       ) AS successor_waits
FROM vault.refresh_token AS token JOIN vault.token_family AS family USING (session_id)
WHERE token.hash = $1`;

type PresentedRow = {
  readonly session_id: SessionId;
  readonly user_id: UserId;
  readonly generation: number;
  readonly used_at: Date | null;
  readonly newest: number;
  readonly started_at: Date;
  readonly issued_at: Date;
  readonly successor_waits: boolean;
};

const rotateIn = async (
  client: PoolClient,
  presentedHash: string,
  nextHash: string,
  at: Instant,
): Promise<Rotation & { readonly sessionId?: SessionId }> => {
  await client.query(LOCK_FAMILY, [presentedHash]);
  const { rows } = await client.query<PresentedRow>(PRESENTED, [presentedHash, nextHash]);
  const row = rows[0];
  if (row === undefined) return { kind: 'Unknown' };
  const { session_id: sessionId, user_id: userId, newest } = row;
  const judgement = judgeRotation(
    {
      generation: row.generation,
      usedAt: row.used_at?.getTime(),
      successorWaits: row.successor_waits,
      family: { generation: newest, startedAt: row.started_at.getTime(), issuedAt: row.issued_at.getTime() },
    },
    millisOf(at),
  );
  if (judgement === 'Replayed') return { kind: 'Replayed', sessionId, userId };
  if (judgement === 'Repeated') return { kind: 'Rotated', userId, generation: newest, sessionId };
  if (judgement !== 'Rotated') return { kind: judgement, sessionId };
  const generation = newest + 1;
  await client.query('UPDATE vault.refresh_token SET used_at = $2 WHERE hash = $1', [presentedHash, at]);
  await client.query('UPDATE vault.token_family SET generation = $2, issued_at = $3 WHERE session_id = $1', [
    sessionId,
    generation,
    at,
  ]);
  await client.query('INSERT INTO vault.refresh_token (hash, session_id, generation) VALUES ($1, $2, $3)', [
    nextHash,
    sessionId,
    generation,
  ]);
  return { kind: 'Rotated', userId, generation, sessionId };
};

/** Statements whose failure becomes `VaultUnavailable`. */
type Statements = {
  readonly rowsOf: <Row extends object>(
    text: string,
    ...values: ReadonlyArray<unknown>
  ) => TE.TaskEither<VaultUnavailable, ReadonlyArray<Row>>;
  readonly run: (text: string, ...values: ReadonlyArray<unknown>) => TE.TaskEither<VaultUnavailable, void>;
  readonly anyRow: (text: string, ...values: ReadonlyArray<unknown>) => TE.TaskEither<VaultUnavailable, boolean>;
  readonly inTransaction: <A>(work: (client: PoolClient) => Promise<A>) => TE.TaskEither<VaultUnavailable, A>;
};

const statementsOn = (pool: Pool): Statements => {
  const rowsOf: Statements['rowsOf'] = <Row extends object>(text: string, ...values: ReadonlyArray<unknown>) =>
    TE.tryCatch(async () => (await pool.query<Row>(text, [...values])).rows, unavailable);
  return {
    rowsOf,
    run: (text, ...values) => TE.map(() => undefined)(rowsOf(text, ...values)),
    anyRow: (text, ...values) => TE.map((rows: ReadonlyArray<object>) => rows.length > 0)(rowsOf(text, ...values)),
    inTransaction: (work) =>
      TE.tryCatch(async () => {
        const client = await pool.connect();
        let broken = true;
        try {
          await client.query('BEGIN');
          const result = await work(client);
          await client.query('COMMIT');
          broken = false;
          return result;
        } finally {
          // A connection whose transaction did not end is closed, and the database then undoes the transaction.
          client.release(broken);
        }
      }, unavailable),
  };
};

type Passwords = Pick<CredentialVault, 'setPassword' | 'replacePasswordHash' | 'passwordOf'>;
type OwnerLink = Pick<CredentialVault, 'putOwnerLink' | 'ownerLinkIs' | 'takeOwnerLink'>;
type Families = Omit<CredentialVault, keyof Passwords | keyof OwnerLink>;

const passwordsIn = ({ run, rowsOf }: Statements): Passwords => ({
  setPassword: (user, hash) =>
    run(
      `INSERT INTO vault.password (user_id, hash) VALUES ($1, $2)
         ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash`,
      user,
      hash,
    ),
  replacePasswordHash: (user, before, after) =>
    run('UPDATE vault.password SET hash = $3 WHERE user_id = $1 AND hash = $2', user, before, after),
  passwordOf: (user) =>
    TE.map((rows: ReadonlyArray<{ readonly hash: string }>) => rows[0]?.hash)(
      rowsOf('SELECT hash FROM vault.password WHERE user_id = $1', user),
    ),
});

const familiesIn = ({ run, rowsOf, inTransaction }: Statements): Families => ({
  // Starting the family of a session again deletes the earlier family, whose token reached no client.
  startFamily: (session, user, tokenHash, at) =>
    inTransaction(async (client) => {
      await client.query('DELETE FROM vault.token_family WHERE session_id = $1', [session]);
      await client.query(
        'INSERT INTO vault.token_family (session_id, user_id, started_at, issued_at) VALUES ($1, $2, $3, $3)',
        [session, user, at],
      );
      await client.query('INSERT INTO vault.refresh_token (hash, session_id, generation) VALUES ($1, $2, 0)', [
        tokenHash,
        session,
      ]);
    }),
  rotate: (presentedHash, nextHash, at) => inTransaction((client) => rotateIn(client, presentedHash, nextHash, at)),
  familyOf: (tokenHash) =>
    TE.map(
      (rows: ReadonlyArray<{ readonly session_id: SessionId; readonly user_id: UserId }>) =>
        rows[0] && { sessionId: rows[0].session_id, userId: rows[0].user_id },
    )(
      rowsOf(
        `SELECT session_id, user_id FROM vault.refresh_token JOIN vault.token_family USING (session_id)
           WHERE hash = $1`,
        tokenHash,
      ),
    ),
  endFamily: (session) => run('DELETE FROM vault.token_family WHERE session_id = $1', session),
  familiesOf: (user) =>
    TE.map((rows: ReadonlyArray<{ readonly session_id: SessionId }>) => rows.map((row) => row.session_id))(
      rowsOf('SELECT session_id FROM vault.token_family WHERE user_id = $1 ORDER BY started_at, session_id', user),
    ),
});

const ownerLinkIn = ({ run, anyRow }: Statements): OwnerLink => ({
  putOwnerLink: (secretHash, expiresAt) =>
    run(
      `INSERT INTO vault.owner_link (secret_hash, expires_at) VALUES ($1, $2)
         ON CONFLICT (lone) DO UPDATE SET secret_hash = excluded.secret_hash, expires_at = excluded.expires_at`,
      secretHash,
      expiresAt,
    ),
  ownerLinkIs: (secretHash, at) =>
    anyRow('SELECT FROM vault.owner_link WHERE secret_hash = $1 AND expires_at > $2', secretHash, at),
  takeOwnerLink: (secretHash, at) =>
    anyRow('DELETE FROM vault.owner_link WHERE secret_hash = $1 AND expires_at > $2 RETURNING lone', secretHash, at),
});

export const createCredentialVault = (pool: Pool): CredentialVault => {
  const statements = statementsOn(pool);
  return { ...passwordsIn(statements), ...familiesIn(statements), ...ownerLinkIn(statements) };
};
