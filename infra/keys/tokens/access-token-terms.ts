/** What every access token says of itself. A token of any other kind fails on several of these at once. */
export const ISSUER = 'filament';
export const AUDIENCE = 'filament-access';
export const PURPOSE = 'access';
/** Signed along and not carried. */
export const IMPLICIT_ASSERTION: Uint8Array = new TextEncoder().encode('filament access token');
