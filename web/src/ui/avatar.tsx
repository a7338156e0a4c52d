const TINTS = 10;

/** Answers the tint of an id. An id always has the same tint. */
const tintOf = (id: string): number => {
  let sum = 0;
  for (let i = 0; i < id.length; i += 1) sum = (sum * 31 + id.charCodeAt(i)) >>> 0;
  return sum % TINTS;
};

const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const firstOf = (text: string): string => [...segments.segment(text)][0]?.segment ?? '';

/** Answers the first letters of up to `letters` words of a name, in capitals. */
export const initials = (name: string, letters: 1 | 2): string =>
  name
    .split(/[\s_-]+/)
    .filter((word) => word !== '')
    .slice(0, letters)
    .map((word) => firstOf(word).toLocaleUpperCase())
    .join('');

export const Avatar = (props: { readonly id: string; readonly name: string; readonly size?: 'small' }) => (
  <span class={`avatar tint-${tintOf(props.id)} ${props.size ?? ''}`} aria-hidden="true">
    {initials(props.name, 1)}
  </span>
);
