/** Claims that every access token carries. A token of another kind fails on several of them at once. */
export const ISSUER = 'filament';
export const AUDIENCE = 'filament-access';
export const PURPOSE = 'access';
/** Text that is signed together with the token but not carried in it. */
export const IMPLICIT_ASSERTION: Uint8Array = new TextEncoder().encode('filament access token');
