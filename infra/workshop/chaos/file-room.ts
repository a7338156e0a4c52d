/** The real room of files over a database and a folder, as a process of the server has it. */
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { MIB } from '#domain/kernel/units.ts';
import { openFolderBlobs } from '#infra/files/blobs/folder-blobs.ts';
import { keepFiles } from '#infra/files/keep-files.ts';
import { createPictures } from '#infra/files/pictures/pictures.ts';
import { openFileRegister } from '#infra/files/register/register.ts';
import { createSniffer } from '#infra/files/sniff/sniffer.ts';
import { createIdSource } from '#infra/keys/ids/id-source.ts';
import { openVault } from '#infra/keys/vault/open-vault.ts';
import { channel, guild, user } from '#infra/workshop/testkit/community-events.ts';

export const OWNER: UserId = user(1);
export const PLACE = { guildId: guild(1) as GuildId | null, channelId: channel(1) };

/** Bytes of the n-th file. Each is another one, and they have sizes between a few bytes and some chunks. */
export const bytesOfFile = (n: number): Buffer => {
  const bytes = Buffer.alloc(1 + ((n * 7_919) % 300_000), n % 251);
  bytes.write(String(n));
  return bytes;
};

export const openFileRoom = async (url: string, folder: string) => {
  const connection = { connectionString: url };
  const vault = await openVault(connection);
  const register = await openFileRegister(connection, true);
  const blobs = await openFolderBlobs(folder);
  const sniffer = createSniffer();
  const pictures = createPictures();
  const now = () => instantOf(Date.now());
  const quota = 10_000 * MIB;
  const files = keepFiles({
    ...{ register, blobs, keys: vault.contentKeys, sniffer, pictures, scanner: undefined, now },
    ids: createIdSource(await vault.serverKeys.of('id-derivation')),
    quotas: { server: quota, guild: quota, user: quota },
    fileBytesMax: MIB,
  });
  return {
    files,
    register,
    blobs,
    now,
    close: async () => {
      await Promise.all([sniffer.close(), pictures.close(), blobs.close(), register.close(), vault.close()]);
    },
  };
};
