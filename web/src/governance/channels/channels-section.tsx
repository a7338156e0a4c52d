export const ChannelsSection = () => <></>;
