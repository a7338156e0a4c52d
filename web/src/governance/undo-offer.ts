/** Offers in a toast to take an act back. The offer goes once the act was taken back elsewhere. */

import { isLeft } from 'fp-ts/lib/Either.js';
import { createEffect, createMemo, createRoot, createSignal, on } from 'solid-js';
import type { Client } from '#web/client/client.ts';
import type { GovernanceRequests } from '#web/governance/requests.ts';
import { govern } from '#web/governance/words/govern-words.ts';
import { isGovernedAlike } from '#web/store/governed.ts';
import type { ShowToast } from '#web/ui/toasts.tsx';

/** Milliseconds between a change and the question whether the act still stands. All changes of that time share one. */
const ASKED_AFTER_MS = 2_000;

const [undoes, setUndoes] = createSignal(0);
/** Counts the undoes on this screen, so that a list that one of them changed is read anew. */
export const undoesDone = undoes;
/** Notes an undo on this screen, which may end the offer of another one. */
export const noteUndo = (): void => {
  setUndoes((before) => before + 1);
};

export const offerUndo = (
  {
    client,
    requests,
    toast,
  }: {
    readonly client: Pick<Client, 'state' | 'platform'>;
    readonly requests: Pick<GovernanceRequests, 'undo'>;
    readonly toast: ShowToast;
  },
  act: { readonly says: string; readonly keys: ReadonlyArray<string>; readonly undo: () => void },
): void =>
  createRoot((end) => {
    let cancel: (() => void) | undefined;
    let over = false;
    const withdraw = toast({
      text: act.says,
      tone: 'good',
      action: { name: govern.undo, run: act.undo },
      gone: () => {
        over = true;
        cancel?.();
        end();
      },
    });
    const ask = async (): Promise<void> => {
      cancel = undefined;
      for (const key of act.keys) {
        const answer = await requests.undo(key, true);
        if (over || isLeft(answer) || answer.right.restores_count + answer.right.cannot_count > 0) return;
      }
      withdraw();
    };
    // Each question counts as a change of the moderator, so talk asks none.
    const governed = createMemo(client.state, client.state(), { equals: isGovernedAlike });
    createEffect(
      on(
        [governed, undoes],
        () => {
          cancel ??= client.platform.later(ASKED_AFTER_MS, () => void ask());
        },
        { defer: true },
      ),
    );
  });
