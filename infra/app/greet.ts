import type { House } from './compose.ts';
import { ownerLink } from './owner-link.ts';

/**
 * Tells the operator that the server is ready. The server already serves, so a log or a vault that is away costs the
 * owner link and nothing else.
 */
export const greet = async (
  house: Pick<House, 'ownerSecret'>,
  publicUrl: URL,
  say: (line: string) => void,
): Promise<void> => {
  say(`Filament is ready at ${publicUrl.origin}`);
  try {
    const secret = await house.ownerSecret();
    if (secret === undefined) return;
    say(
      'This server has no owner yet. The first user who opens this link becomes its owner. It works once, for a day:',
    );
    say(`  ${ownerLink(publicUrl, secret)}`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    say(`Could not find out whether this server has an owner (${why}). If it has none, run: filament owner create`);
  }
};
