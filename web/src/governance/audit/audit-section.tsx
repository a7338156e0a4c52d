export const AuditSection = () => <></>;
