/** Tasks that the CLI gives to the running server over its admin socket. */
import type { AdminTask } from '#infra/operate/admin/admin-socket.ts';
import type { ImportTally } from '#infra/operate/import/run-import.ts';
import { type ImportConversation, ImportRefused, type ImportReport } from './import-conversation.ts';

/** One line of the answer. Any number of progress lines comes first, then one report or one refusal. */
export type ImportAnswer =
  | { readonly progress: ImportTally }
  | { readonly report: ImportReport }
  | { readonly refused: string };

const TELL_EVERY_MS = 200;

export const importTask =
  (importConversation: ImportConversation): AdminTask =>
  async ({ params, body, signal, write }) => {
    const answer = (line: ImportAnswer): void => write(line);
    let toldAt = 0;
    const onProgress = (progress: ImportTally): void => {
      if (performance.now() - toldAt < TELL_EVERY_MS) return;
      toldAt = performance.now();
      answer({ progress });
    };
    try {
      const guildName = params.get('guild') ?? '';
      answer({ report: await importConversation({ guildName, source: body, onProgress, signal }) });
    } catch (error) {
      if (!(error instanceof ImportRefused)) throw error;
      answer({ refused: error.message });
    }
  };
