import type { House } from './compose.ts';
import { ownerLink } from './owner-link.ts';

/**
 * What the operator reads when the server is ready. It serves by then, so a log or a vault that is away for a moment
 * costs the owner link and nothing else.
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
    say('Nobody owns this server yet. Whoever opens this link first does; it works once, for a day:');
    say(`  ${ownerLink(publicUrl, secret)}`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    say(
      `Whether anybody owns this server could not be asked (${why}); filament owner create makes a link if nobody does.`,
    );
  }
};
