/** Performs an act of power, and offers to take it back. The key of the attempt names the act for the undo. */

import { isLeft } from 'fp-ts/lib/Either.js';
import type { UndoAnswer } from '#gateway/protocol/governance.ts';
import type { Client } from '#web/client/client.ts';
import { obstacleText } from '#web/governance/audit/obstacles.ts';
import type { GovernanceRequests } from '#web/governance/requests.ts';
import { noteUndo, offerUndo } from '#web/governance/undo-offer.ts';
import { govern } from '#web/governance/words/govern-words.ts';
import type { Trouble } from '#web/store/state.ts';
import type { ShowToast } from '#web/ui/toasts.tsx';
import type { HttpAnswer } from '#web/wire/http.ts';
import { problemSaid } from '#web/words/problems.ts';

export const deedsIn = (screen: {
  readonly client: Pick<Client, 'api' | 'state' | 'platform'>;
  readonly requests: Pick<GovernanceRequests, 'undo'>;
  readonly toast: ShowToast;
}) => {
  const { client, requests, toast } = screen;
  const complain = async (trouble: Trouble): Promise<void> => {
    toast({ text: await problemSaid(trouble), tone: 'bad' });
  };
  /** Says what an undo has done: all of it, a part, or nothing and why. */
  const sayUndone = ({ restores_count: done, cannot_count: left, cannot: [first] }: UndoAnswer): void => {
    noteUndo();
    if (first === undefined) toast({ text: done === 0 ? govern.audit.preview.nothing : govern.undone, tone: 'good' });
    else if (done === 0) toast({ text: govern.notUndone(obstacleText(first)), tone: 'bad' });
    else toast({ text: govern.audit.preview.partly(left), tone: 'plain' });
  };
  const undo = async (act: string): Promise<boolean> => {
    const answer = await requests.undo(act, false);
    if (isLeft(answer)) await complain(answer.left);
    else sayUndone(answer.right);
    return !isLeft(answer);
  };
  /** Tells of an act that succeeded, with the way to take it back. */
  const tell = (says: string, key: string): void =>
    offerUndo(screen, { says, keys: [key], undo: () => void undo(key) });
  return {
    complain,
    sayUndone,
    undo,
    tell,
    /** Tells of acts whose undo takes more than one request, or is followed by another one. */
    offer: (says: string, keys: ReadonlyArray<string>, takeBack: () => Promise<void>): void =>
      offerUndo(screen, { says, keys, undo: () => void takeBack() }),
    /** Performs an act under a new key. Answers whether it succeeded. */
    perform: async (act: (key: string) => Promise<HttpAnswer<unknown>>, says: string): Promise<boolean> => {
      const key = client.api.newKey();
      const answer = await act(key);
      if (isLeft(answer)) await complain(answer.left);
      else tell(says, key);
      return !isLeft(answer);
    },
  };
};
export type Deeds = ReturnType<typeof deedsIn>;
