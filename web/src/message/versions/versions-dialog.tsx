/**
 * The texts that a message had, the newest first, each with what changed in it. The texts stand as they were typed, because
 * signs of formatting may be the change. The open list follows further edits.
 */

import '#web/message/versions/versions.css';
import { isLeft } from 'fp-ts/lib/Either.js';
import { createEffect, createResource, For, Match, on, Show, Switch } from 'solid-js';
import { millisOf } from '#domain/kernel/instant.ts';
import { namedLine } from '#domain/markdown/plain-line.ts';
import { type MessageVersion, MessageVersions } from '#gateway/protocol/message-lists.ts';
import type { Message } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { namesOfToday } from '#web/message/formatted/spoken-text.ts';
import { useSurroundings } from '#web/message/formatted/surroundings.ts';
import { changedPieces } from '#web/message/versions/changed.ts';
import { dayAndTime, fullTime } from '#web/ui/clock.ts';
import { Dialog } from '#web/ui/dialog.tsx';
import { PaneTrouble } from '#web/ui/pane-trouble.tsx';
import { later } from '#web/words/later/later-words.ts';
import { problemSaid } from '#web/words/problems.ts';
import { words } from '#web/words/words.ts';

/** A version with the text before it. The first text has none, and an older one may be left out. */
type ShownVersion = { readonly version: MessageVersion; readonly before: MessageVersion | undefined };

export const VersionsDialog = (props: {
  readonly client: Client;
  readonly message: Message;
  readonly close: () => void;
}) => {
  const { client } = props;
  const surroundings = useSurroundings();
  const [read, { refetch }] = createResource(async () => {
    const { channel_id: channelId, message_id: messageId } = props.message;
    const path = `/channels/${channelId}/messages/${messageId}/history`;
    const answer = await client.api.read({ method: 'GET', path }, MessageVersions);
    return isLeft(answer) ? { trouble: await problemSaid(answer.left) } : answer.right;
  });
  createEffect(
    on(
      () => props.message.edited_at,
      () => void refetch(),
      { defer: true },
    ),
  );
  const trouble = () => {
    const latest = read.latest;
    return latest !== undefined && 'trouble' in latest ? latest.trouble : undefined;
  };
  const found = () => {
    const latest = read.latest;
    return latest !== undefined && 'versions' in latest ? latest : undefined;
  };
  const shown = (): ReadonlyArray<ShownVersion> => {
    const versions = found()?.versions ?? [];
    return versions.map((version, at) => ({ version, before: versions[at + 1] }));
  };
  const named = (text: string): string => namedLine(text, namesOfToday(surroundings));
  const titleOf = ({ version, before }: ShownVersion): string => {
    const when = dayAndTime(millisOf(version.said_at), surroundings.now());
    if (version === found()?.versions[0]) return later.versions.now(when);
    return before === undefined && found()?.more === false ? later.versions.first(when) : when;
  };
  return (
    <Dialog title={later.versions.title} close={props.close} size="wide">
      <Switch fallback={<p class="quiet-note">{words.loading}</p>}>
        <Match when={trouble()}>{(why) => <PaneTrouble text={why()} again={() => void refetch()} />}</Match>
        <Match when={found()}>
          {(all) => (
            <>
              <ol class="versions" aria-label={later.versions.title}>
                <For each={shown()}>
                  {(one) => (
                    <li class="version">
                      <h3>
                        <time datetime={one.version.said_at} title={fullTime(one.version.said_at)}>
                          {titleOf(one)}
                        </time>
                      </h3>
                      <Show when={one.version.content} fallback={<p class="quiet-note">{words.erasedMessage}</p>} keyed>
                        {(content) => (
                          <p>
                            <For each={changedPieces(named(one.before?.content ?? content), named(content))}>
                              {({ text, change }) => (
                                <Switch fallback={text}>
                                  <Match when={change === 'added'}>
                                    <ins>{text}</ins>
                                  </Match>
                                  <Match when={change === 'removed'}>
                                    <del>{text}</del>
                                  </Match>
                                </Switch>
                              )}
                            </For>
                          </p>
                        )}
                      </Show>
                    </li>
                  )}
                </For>
              </ol>
              <Show when={all().more}>
                <p class="quiet-note">{later.versions.more}</p>
              </Show>
            </>
          )}
        </Match>
      </Switch>
    </Dialog>
  );
};
