import type { JSX } from 'solid-js';

/** One component of the page under its name. */
export const Sample = (props: { readonly title: string; readonly children: JSX.Element }) => (
  <section class="sample" aria-label={props.title}>
    <h2>{props.title}</h2>
    {props.children}
  </section>
);
