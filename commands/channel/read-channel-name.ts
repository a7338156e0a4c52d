import type { ChannelNameInvalid } from '#domain/channel/rejections.ts';
import { ChannelName } from '#domain/channel/values.ts';
import { readText } from '#domain/kernel/text.ts';

export const readChannelName = readText(
  ChannelName,
  (why): ChannelNameInvalid => ({ kind: 'ChannelNameInvalid', why }),
);
