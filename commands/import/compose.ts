import { importAuthor } from '#commands/import/import-author.ts';
import { importChannel } from '#commands/import/import-channel.ts';
import type { ImportCapabilities, ImportCommands } from '#commands/import/import-commands.ts';
import { importGuild } from '#commands/import/import-guild.ts';
import { importMessage } from '#commands/import/import-message.ts';

export const importCommands = (can: ImportCapabilities): ImportCommands => ({
  importGuild: importGuild(can),
  importChannel: importChannel(can),
  importAuthor: importAuthor(can),
  importMessage: importMessage(can),
});
