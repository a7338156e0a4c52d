/** The part of the client that draws formatted messages. It is loaded after the first messages are painted. */

import '#web/message/formatted/formatted.css';

export { FormattedText } from '#web/message/formatted/formatted-text.tsx';
export { spokenText } from '#web/message/formatted/spoken-text.ts';
