/**
 * Hears the changes of the personal store from the database, whichever process made them. While its connection is away it
 * hears nothing, and says so when it is back.
 */
import type { ClientConfig } from 'pg';
import { ChannelId, MessageId, UserId } from '#domain/kernel/ids.ts';
import type { PersonalChanges, PersonalListener } from '#gateway/ports/personal-changes.ts';
import { listening } from '#infra/database/listening-connection.ts';

/**
 * Channel of the database. A payload is the id of a user. After a move of a marker, or a choice about a thread, the id of
 * that channel follows. After a message was saved or taken away, the word `saved` and its id follow.
 */
export const CHANGES = 'filament_read_marker';

const SAVED = 'saved';

const tell = ({ moved, settingsChanged, savedChanged }: PersonalListener, payload: string): void => {
  const [userId, channelId, messageId] = payload.split(' ');
  if (!UserId.is(userId)) return;
  if (channelId === undefined) settingsChanged(userId);
  else if (channelId === SAVED && MessageId.is(messageId)) savedChanged(userId, messageId);
  else if (ChannelId.is(channelId)) moved({ userId, channelId });
};

/** Starts to listen, and resolves once it does. Rejects when the first connection fails. */
export const listenForChanges = async (
  connection: ClientConfig,
): Promise<PersonalChanges & { readonly close: () => Promise<void> }> => {
  const listeners: Array<PersonalListener> = [];
  const close = await listening({ ...connection, application_name: 'filament personal changes' }, CHANGES, {
    heard: (payload) => {
      for (const listener of listeners) tell(listener, payload);
    },
    began: () => {
      for (const { missed } of listeners) missed();
    },
  });
  return {
    follow: (listener) => {
      listeners.push(listener);
    },
    close,
  };
};
