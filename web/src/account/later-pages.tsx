/** The pages that few users see: of an unknown address, of a server under another address, and of a server that asks to wait. */

export { LimitedSplash } from '#web/account/limited-splash.tsx';
export { UnknownPage } from '#web/account/unknown-page.tsx';
export { WrongAddress } from '#web/account/wrong-address.tsx';
