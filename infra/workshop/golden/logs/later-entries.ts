/**
 * Entries that the audit log shows about a stored log today, and did not show when the version of that log was new.
 * Answers may only grow: a row here adds entries, and the test refuses every other difference.
 */
import type { Plain } from './answers.ts';

type Entry = { readonly action: string; readonly actor: string };

/** Tells by the version of a stored log which entries came later. */
const LATER: Readonly<Record<string, (entry: Entry) => boolean>> = {
  // Version 0.1.0 showed neither the acceptance of an invite nor the members that an import made.
  '0.1.0': ({ action, actor }) =>
    action === 'invite.accepted' || (action === 'guild.member-joined' && actor.startsWith('import:')),
};

const isRecord = (value: Plain | undefined): value is { readonly [name: string]: Plain } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isEntry = (value: Plain): value is Entry =>
  isRecord(value) && typeof value['action'] === 'string' && typeof value['actor'] === 'string';

/** Leaves out the entries that came after this version, in every audit log that a viewer sees. */
export const withoutLaterEntries = (
  version: string,
  seen: Readonly<Record<string, Plain>>,
): Readonly<Record<string, Plain>> => {
  const isLater = LATER[version] ?? (() => false);
  const inGuild = (guild: Plain): Plain => {
    if (!isRecord(guild) || !Array.isArray(guild['audit'])) return guild;
    return { ...guild, audit: guild['audit'].filter((entry: Plain) => !isEntry(entry) || !isLater(entry)) };
  };
  return Object.fromEntries(
    Object.entries(seen).map(([name, all]) => {
      const guilds = isRecord(all) ? all['guilds'] : undefined;
      return [name, isRecord(all) && Array.isArray(guilds) ? { ...all, guilds: guilds.map(inGuild) } : all];
    }),
  );
};
