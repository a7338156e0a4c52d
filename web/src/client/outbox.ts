/** The outbox of the user: messages, edits and reactions on their way to the server. It outlives a reload. */

import type { MessageRef } from '#domain/kernel/address.ts';
import type { ChannelId, MessageId } from '#domain/kernel/ids.ts';
import { isAccepted } from '#domain/kernel/key-time.ts';
import type { Attachment } from '#gateway/protocol/attachments.ts';
import type { ClientFrame, ServerFrameOf } from '#gateway/protocol/frames.ts';
import type { Api } from '#web/client/api.ts';
import { changeSender } from '#web/client/changes.ts';
import { deliveries } from '#web/client/deliveries.ts';
import type { KeptOutbox } from '#web/client/kept-outbox.ts';
import type { Platform } from '#web/platform/platform.ts';
import type { MessageChange, PendingChange } from '#web/store/state.ts';
import type { Store } from '#web/store/store.ts';

/** Reply to a message. It mentions the author of that message, unless `mentions` is false. */
export type Reply = { readonly to: MessageId; readonly mentions: boolean };

/** The actions of the user on the outbox. */
export type OutboxActions = {
  readonly send: (channelId: ChannelId, content: string, reply?: Reply, files?: ReadonlyArray<Attachment>) => void;
  readonly sendAgain: (nonce: string) => void;
  readonly discard: (nonce: string) => void;
  /** Edits a message or its reactions. The change shows at once and is sent as soon as the server can be reached. */
  readonly change: (at: MessageRef, change: MessageChange) => void;
  readonly changeAgain: (key: string) => void;
  readonly discardChange: (key: string) => void;
  /** Starts a discarded change again. It has the same key, so a second call does nothing more. */
  readonly takeUpChange: (discarded: PendingChange) => void;
};
export type Outbox = {
  readonly actions: OutboxActions;
  /** Sends everything that waits. `live`: the connection has just become live. */
  readonly deliver: (live: boolean) => void;
  /** Takes a refusal of a message. True when the message is sent again, so that no screen shows the refusal. */
  readonly goesAgain: (refused: ServerFrameOf<'error'>['d']) => boolean;
  /** Takes up the outbox that the last page of this window left, once a session. */
  readonly restore: () => void;
  /** Forgets the outbox of a session that ended. The kept one stays for the next session. */
  readonly forget: () => void;
};

export const outbox = (
  platform: Platform,
  store: Store,
  kept: KeptOutbox,
  {
    api,
    serverNow,
    ...link
  }: {
    readonly api: Api;
    readonly serverNow: () => number;
    readonly live: () => boolean;
    readonly send: (frame: ClientFrame) => void;
  },
): Outbox => {
  const messages = deliveries(platform, store, link);
  const changes = changeSender(platform, store, api, link.live);
  /** True for a key that the server still accepts. An older try needs a new key, because a retry is refused for good. */
  const accepted = (key: string): boolean => isAccepted(key, serverNow());

  const send: OutboxActions['send'] = (channelId, content, reply, files) => {
    const nonce = api.newKey();
    const answers = { replyTo: reply?.to ?? null, ...(reply?.mentions === false ? { mentionReplied: false } : {}) };
    const carries = files === undefined || files.length === 0 ? {} : { files };
    const d = { channel_id: channelId, nonce, content, ...answers, ...carries, at: serverNow() };
    store.tell({ t: 'send.started', d });
    messages.deliver();
  };
  const drop = (nonce: string): void => store.tell({ t: 'send.discarded', d: { nonce } });
  /** Drops a message, and its uploads. The server keeps each upload that a message names. */
  const discard = (nonce: string): void => {
    const files = store.current().unconfirmed.find((pending) => pending.nonce === nonce)?.files ?? [];
    drop(nonce);
    for (const { attachment_id } of files) void api.run({ method: 'DELETE', path: `/attachments/${attachment_id}` });
  };
  const change = ({ channelId, messageId }: MessageRef, wanted: MessageChange, key = api.newKey()): void => {
    const at = { channel_id: channelId, message_id: messageId };
    store.tell({ t: 'change.started', d: { ...at, key, change: wanted } });
    changes.deliver();
  };
  const discardChange = (key: string): void => store.tell({ t: 'change.discarded', d: { key } });

  return {
    actions: {
      send,
      sendAgain: (nonce) => {
        const old = store.current().unconfirmed.find((pending) => pending.nonce === nonce);
        const answersNothing = old?.trouble?.code === 'reply_unknown';
        if (accepted(nonce) && !answersNothing) return messages.again(nonce);
        drop(nonce);
        if (old === undefined) return;
        const { channelId, content, replyTo, mentionReplied = true, files } = old;
        const reply = answersNothing || replyTo === null ? undefined : { to: replyTo, mentions: mentionReplied };
        send(channelId, content, reply, files);
      },
      discard,
      change: (at, wanted) => change(at, wanted),
      changeAgain: (key) => {
        if (accepted(key)) return changes.again(key);
        const old = store.current().changes.find((pending) => pending.key === key);
        discardChange(key);
        if (old !== undefined) change(old, old.change);
      },
      discardChange,
      takeUpChange: (discarded) => {
        if (store.current().changes.some(({ key }) => key === discarded.key)) return;
        change(discarded, discarded.change, accepted(discarded.key) ? discarded.key : undefined);
      },
    },
    deliver: (live) => {
      messages.deliver();
      if (live) changes.connected();
    },
    goesAgain: messages.goesAgain,
    restore: () => kept.restore(store.tell),
    forget: () => {
      messages.forget();
      changes.forget();
      kept.rest();
    },
  };
};
