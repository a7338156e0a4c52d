/** The parts of the governance of channels that the screen loads when it first needs one. */

export { channelActs } from '#web/governance/channels/channel-acts.ts';
export { CreateChannelDialog, DeleteChannelDialog } from '#web/governance/channels/channel-dialogs.tsx';
export { dragChannels } from '#web/governance/channels/channel-drag.ts';
