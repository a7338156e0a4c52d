/** Verifies the read models of a running server from beside it, as an operator does. */

import { openProjectionPool } from '#infra/database/pool.ts';
import { createSealer } from '#infra/keys/sealing/sealing.ts';
import { openVault } from '#infra/keys/vault/open-vault.ts';
import { openEventLog } from '#infra/log/open-event-log.ts';
import { createSealedEventStore } from '#infra/log/sealing/sealed-event-store.ts';
import { postgresSink } from '#infra/read-models/sink.ts';
import { type Verification, verify } from '#projections/engine/rebuild.ts';
import { tableModels } from '#projections/registry.ts';

/** Rebuilds every read model in tables beside the live one, and compares the two. */
export const verifiedTables = async (url: string): Promise<ReadonlyArray<Verification>> => {
  const vault = await openVault({ connectionString: url });
  const log = await openEventLog({ url, writer: false });
  const pool = await openProjectionPool(url);
  try {
    const sealer = createSealer({ content: vault.contentKeys, user: vault.userKeys });
    const { feed } = createSealedEventStore({ log, sealer });
    const verifying = verify({ feed, sink: postgresSink({ pool, url }), nowMs: Date.now });
    const verified: Verification[] = [];
    for (const model of tableModels) verified.push(await verifying(model));
    return verified;
  } finally {
    await pool.end();
    await log.close();
    await vault.close();
  }
};
