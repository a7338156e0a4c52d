export const MembersSection = () => <></>;
