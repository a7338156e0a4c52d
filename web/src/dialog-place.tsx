/**
 * Draws the open dialog of the route, and loads the parts that the first screen did not need. The palette is there at once,
 * because its field takes letters while the rest is loaded.
 */

import { Match, Switch } from 'solid-js';
import { loadChannelParts } from '#web/channel/govern-channels.ts';
import type { Client } from '#web/client/client.ts';
import { loadConnectionBanner } from '#web/client/later-connection-banner.tsx';
import { loadEmoji } from '#web/emoji/emoji-picker.tsx';
import { loadFileParts } from '#web/files/later-files.ts';
import { loadGoverning } from '#web/governance/governing.ts';
import { loadProfile } from '#web/guild/profiles.tsx';
import { loadLostPlace } from '#web/main-pane.tsx';
import { loadMessageParts } from '#web/message/later-message-parts.ts';
import { loadWriting } from '#web/message/later-writing.ts';
import { loadThreadParts } from '#web/message/threads/later-threads.ts';
import { loadPaletteList, PaletteDialog } from '#web/palette/palette-dialog.tsx';
import type { PaletteScreen } from '#web/palette/palette-sources.ts';
import { preload } from '#web/preload.ts';
import type { Router } from '#web/router.ts';
import { loadSearchPanel } from '#web/search/later-search-panel.tsx';
import { Loaded } from '#web/ui/loaded.tsx';
import type { ChosenTheme } from '#web/ui/theme.ts';
import type { FailureToast, NewsToast, ShowToast } from '#web/ui/toasts.tsx';
import type { Whereabouts } from '#web/whereabouts.ts';
import { withLaterWords } from '#web/words/later/later-words.ts';
import { loadProblems } from '#web/words/problems.ts';

const loadDialogs = () => withLaterWords(import('#web/dialogs.tsx'));

export const DialogPlace = (props: {
  readonly client: Client;
  readonly router: Router;
  readonly where: Whereabouts;
  readonly complain: FailureToast;
  readonly inform: NewsToast;
  readonly toast: ShowToast;
  /** Called after a dialog has closed. Its opener may be gone with the thing that it was about. */
  readonly closed: () => void;
  readonly theme: ChosenTheme;
  readonly palette: PaletteScreen;
}) => {
  const { client, router } = props;
  const kind = () => router.layers().dialog?.kind;
  const close = (): void => {
    router.closeDialog();
    props.closed();
  };
  preload(client.platform, [
    loadConnectionBanner,
    loadDialogs,
    loadMessageParts,
    loadFileParts,
    loadThreadParts,
    loadProblems,
    loadWriting,
    loadLostPlace,
    loadSearchPanel,
    loadPaletteList,
    loadProfile,
    loadEmoji,
    loadGoverning,
    loadChannelParts,
  ]);
  return (
    <Switch>
      <Match when={kind() === 'palette'}>
        <PaletteDialog screen={props.palette} close={close} />
      </Match>
      <Match when={kind() !== undefined}>
        <Loaded load={loadDialogs}>{({ Dialogs }) => <Dialogs {...props} close={close} />}</Loaded>
      </Match>
    </Switch>
  );
};
