/** Opens the files that users send: their register, their store, and the workers that look at them. */
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Erasures } from '#commands/erasure/erasures.ts';
import type { IdSource } from '#commands/ports/id-source.ts';
import type { FilesUnavailable } from '#domain/kernel/failure.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { openBlobs } from '#infra/files/blobs/open-blobs.ts';
import { type KeptFiles, keepFiles } from '#infra/files/keep-files.ts';
import { createClamd } from '#infra/files/malware/clamd.ts';
import { createPictures } from '#infra/files/pictures/pictures.ts';
import { openFileRegister } from '#infra/files/register/register.ts';
import { createSniffer } from '#infra/files/sniff/sniffer.ts';
import { type FileTally, sweepFiles } from '#infra/files/sweep-files.ts';
import type { ContentKeys } from '#infra/keys/ports/key-vault.ts';
import type { Part } from './roles.ts';
import type { Settings } from './settings.ts';
import type { OpenedParts } from './shutdown.ts';

export type OpenedFiles = {
  readonly files: KeptFiles;
  readonly sweepWith: (standing: Erasures['standing']) => (signal: AbortSignal) => Promise<FileTally>;
};

const AWAY: FilesUnavailable = { kind: 'FilesUnavailable', why: 'this process keeps no files' };

/** Files of a process that answers no HTTP. Nothing asks it for a file. */
const noFiles = (): OpenedFiles => ({
  files: {
    receive: TE.left(AWAY),
    discard: TE.left(AWAY),
    open: TE.left(AWAY),
    claim: () => TE.left(AWAY),
    free: () => TE.left(AWAY),
    count: () => TE.left(AWAY),
    erase: () => TE.left(AWAY),
    destroy: async () => {
      throw new Error(AWAY.why);
    },
  },
  sweepWith: () => async () => ({ uploads: 0, messages: 0, blobs: 0 }),
});

export const openFiles = async (deps: {
  readonly settings: Settings;
  readonly part: Part;
  readonly kept: OpenedParts;
  readonly keys: Pick<ContentKeys, 'fresh' | 'load' | 'destroy'>;
  readonly ids: IdSource;
  readonly now: () => Instant;
}): Promise<OpenedFiles> => {
  const { settings, part, kept, keys, ids, now } = deps;
  if (!part.answersHttp) return noFiles();
  const { root, address, fileBytesMax, quotas } = settings.files;
  const register = await openFileRegister({ connectionString: settings.databaseUrl }, part.makes);
  kept.opened('register of files', register.close);
  const blobs = await openBlobs({ root, address: address?.reveal() });
  kept.opened('store of files', blobs.close);
  const sniffer = createSniffer();
  kept.opened('sniffer', sniffer.close);
  const pictures = createPictures();
  kept.opened('pictures', pictures.close);
  const { clamavAddress } = settings;
  const scanner = clamavAddress && createClamd(clamavAddress);
  const files = keepFiles({ register, blobs, keys, sniffer, pictures, scanner, ids, now, quotas, fileBytesMax });
  return { files, sweepWith: (standing) => sweepFiles({ register, blobs, files, standing, now }) };
};
