/** Says whether a token is drawn inside of a link. A link holds no button. */

import { createContext } from 'solid-js';

export const InLinkContext = createContext(false);
